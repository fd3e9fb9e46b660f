import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

// Built to dist/apps/web of the repository, from where the API serves it.
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), nameLaterParts()],
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
      input: ['', 'admin/', 'analysers/', 'designs/', 'account/', 'tablet/'].map(
        (page) => `${import.meta.dirname}/${page}index.html`,
      ),
      // a page carries only what it uses of the libraries: no schema that it does not read with
      treeshake: { moduleSideEffects: (id) => !/[/]libs[/]\w+[/]src[/]/.test(id) },
    },
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:8080' } },
});

/**
 * The tablet page names in its head what it loads only when it is asked for: its service worker keeps that too, so that
 * the camera works without a network.
 */
function nameLaterParts(): Plugin {
  return {
    name: 'name-later-parts',
    transformIndexHtml: {
      order: 'post',
      handler(_, { path, chunk, bundle = {} }) {
        if (!path.startsWith('/tablet/') || chunk?.type !== 'chunk') return [];
        const later = chunk.dynamicImports.filter((name) => !chunk.imports.includes(name));
        const assets = later.flatMap((name) => {
          const part = bundle[name];
          return part?.type === 'chunk'
            ? [...part.imports, ...(part.viteMetadata?.importedAssets ?? [])]
            : [];
        });
        return [...new Set([...later, ...assets])]
          .filter((name) => !chunk.imports.includes(name))
          .map((name) => ({
            tag: 'meta',
            attrs: { name: 'later-part', content: `/${name}` },
            injectTo: 'head',
          }));
      },
    },
  };
}
