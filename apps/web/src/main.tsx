import './style/mantine.js';
import './style/colours.css';
import './style/page.css';
import './style/parts.css';
import './style/forms.css';
import { App } from './app.js';
import { showPage } from './root.js';
import { takeRefusalFromAddress } from './session/account.js';
import { takeTokenFromAddress } from './session/token.js';

takeTokenFromAddress();
takeRefusalFromAddress();
showPage(<App />);
