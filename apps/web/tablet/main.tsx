import '../src/style/mantine.js';
import '../src/style/colours.css';
import '../src/style/page.css';
import './tablet.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from '../src/texts/language.js';
import { takeCodeFromAddress } from './device/address-code.js';
import { TabletPage } from './tablet-page.js';

takeCodeFromAddress();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <LanguageProvider>
        <TabletPage />
      </LanguageProvider>
    </MantineProvider>
  </StrictMode>,
);
// the page is kept for the time without a network; without a worker it still works while it is open
navigator.serviceWorker?.register('/tablet/worker.js').catch(() => undefined);
// sealed tubes are not what a browser may clear when it wants space
navigator.storage?.persist?.().catch(() => undefined);
