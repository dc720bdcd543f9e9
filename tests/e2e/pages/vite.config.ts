/** Builds the pages that only tests open: what they import is the lab's own, the bundler too. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path('.'),
  base: './',
  build: {
    target: 'es2022',
    outDir: path('../../../test-results/pages'),
    emptyOutDir: true,
    chunkSizeWarningLimit: 2000,
    rollupOptions: { input: path('./goldens.html') },
  },
});
