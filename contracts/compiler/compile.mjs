// node compile.mjs SOURCE: compiles one Starknet contract with wasm-cairo (Cairo 2.8.2) and prints the class as JSON.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const wasm = require.resolve('wasm-cairo').replace(/[^/]*$/, 'wasm-cairo_bg.wasm');
const { initSync, compileStarknetContract } = await import('wasm-cairo');
initSync({ module: fs.readFileSync(wasm) });
const compiled = compileStarknetContract(fs.readFileSync(process.argv[2], 'utf8'), true, false);
if (!compiled.startsWith('{')) {
  console.error(compiled);
  process.exit(1);
}
process.stdout.write(compiled);
