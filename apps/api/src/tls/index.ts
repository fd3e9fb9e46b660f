// HTTPS beside HTTP.
export { serveHttps } from './serve-https.js';
