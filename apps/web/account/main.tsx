import '../src/style/mantine.js';
import '../src/style/colours.css';
import '../src/style/page.css';
import '../src/style/parts.css';
import '../src/style/forms.css';
import { showPage } from '../src/root.js';
import { SignedIn } from '../src/session/signed-in.js';
import { AccountDesk } from './account-desk.js';

showPage(<SignedIn>{(session) => <AccountDesk session={session} />}</SignedIn>);
