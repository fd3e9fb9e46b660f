import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Built to dist/apps/web of the repository, from where the API serves it.
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  // what package.json's imports say under the condition `source`
  resolve: {
    alias: [{ find: /^#lis\/(\w+)$/, replacement: `${import.meta.dirname}/../../libs/$1/src/index.ts` }],
  },
  build: {
    outDir: '../../dist/apps/web',
    emptyOutDir: true,
    target: 'es2022',
    // the content policy allows no data: addresses
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [`${import.meta.dirname}/index.html`, `${import.meta.dirname}/tablet/index.html`],
      // a page carries only what it uses of the libraries: no schema that it does not read with
      treeshake: { moduleSideEffects: (id) => !/[/]libs[/]\w+[/]src[/]/.test(id) },
    },
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:8080' } },
});
