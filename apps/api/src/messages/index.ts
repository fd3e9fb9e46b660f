// What instruments sent: every message's fate, and reading it again under another profile.
export { MessagesModule } from './messages.module.js';
