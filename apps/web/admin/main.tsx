import '../src/style/mantine.js';
import '@mantine/core/styles/Checkbox.css';
import '../src/style/colours.css';
import '../src/style/page.css';
import '../src/style/parts.css';
import '../src/style/forms.css';
import { showPage } from '../src/root.js';
import { SignedIn } from '../src/session/signed-in.js';
import { AdminPage } from './admin-page.js';

showPage(<SignedIn>{(session) => <AdminPage session={session} />}</SignedIn>);
