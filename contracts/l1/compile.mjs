// Compiles MessagingMock.sol with npm's solc, and writes the code to the file that `kraken dev` deploys; with --check compares it only.
// Usage: node contracts/l1/compile.mjs [--check]   (after npm install in tests/EndToEnd/js)
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const solc = createRequire(at('../../tests/EndToEnd/js/package.json'))('solc');
const source = readFileSync(at('MessagingMock.sol'), 'utf8');
const output = JSON.parse(solc.compile(JSON.stringify({
  language: 'Solidity',
  sources: { 'MessagingMock.sol': { content: source } },
  settings: {
    evmVersion: 'london',
    optimizer: { enabled: true, runs: 200 },
    metadata: { bytecodeHash: 'none', appendCBOR: false },
    outputSelection: { '*': { '*': ['evm.bytecode.object', 'evm.methodIdentifiers'] } },
  },
})));
const errors = (output.errors ?? []).filter((error) => error.severity === 'error');
if (errors.length > 0) {
  console.error(errors.map((error) => error.formattedMessage).join('\n'));
  process.exit(1);
}

const compiled = output.contracts['MessagingMock.sol'].MessagingMock.evm;
const text = `${compiled.bytecode.object.match(/.{1,128}/g).join('\n')}\n`;
const target = at('../../src/Surfaces/Kraken.Dev/Messages/MessagingMock.hex');
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error(`${target}: expected the code of MessagingMock.sol by solc ${solc.version()}, got another`);
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
  console.log(JSON.stringify(compiled.methodIdentifiers, null, 1));
}
