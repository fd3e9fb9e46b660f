import '../src/style/mantine.js';
import '@mantine/core/styles/Checkbox.css';
import '../src/style/colours.css';
import '../src/style/page.css';
import '../src/style/parts.css';
import '../src/style/forms.css';
import './plate.css';
import { showPage } from '../src/root.js';
import { SignedIn } from '../src/session/signed-in.js';
import { AnalysersPage } from './analysers-page.js';

showPage(<SignedIn>{(session) => <AnalysersPage session={session} />}</SignedIn>);
