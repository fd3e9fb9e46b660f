import '../src/style/mantine.js';
import '../src/style/colours.css';
import '../src/style/page.css';
import '../src/style/parts.css';
import '../src/style/forms.css';
import './designs.css';
import { showPage } from '../src/root.js';
import { SignedIn } from '../src/session/signed-in.js';
import { DesignsPage } from './designs-page.js';

showPage(<SignedIn>{(session) => <DesignsPage session={session} />}</SignedIn>);
