// Hands a prepared call to a wallet of this browser, by the wallet API of get-starknet v4: the wallet shows it, signs it and sends it.

const place = document.querySelector('[data-wallet]');
if (place) {
  const note = place.querySelector('[data-wallet-note]');
  const wallets = Object.keys(window)
    .filter(name => name === 'starknet' || name.startsWith('starknet_'))
    .map(name => window[name])
    .filter((wallet, index, all) => typeof wallet?.request === 'function' && all.findIndex(other => other === wallet) === index);
  note.textContent = wallets.length === 0
    ? 'No wallet was found in this browser.'
    : 'The wallet shows what it signs; this page never sees a key.';
  for (const wallet of wallets.slice(0, 8)) {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.testid = 'send-wallet';
    button.textContent = `Send with ${String(wallet.name ?? wallet.id ?? 'wallet').slice(0, 40)}`;
    button.addEventListener('click', () => send(wallet, button, note));
    place.append(button);
  }
}

async function send(wallet, button, note) {
  button.disabled = true;
  try {
    const accounts = await wallet.request({ type: 'wallet_requestAccounts' });
    if (!Array.isArray(accounts) || accounts.length === 0) {
      throw new Error('the wallet gave no account');
    }
    const chain = await wallet.request({ type: 'wallet_requestChainId' });
    if (nameOf(chain) !== place.dataset.chain) {
      throw new Error(`the wallet is on ${nameOf(chain)}, this chain is ${place.dataset.chain}`);
    }
    const calls = [{
      contract_address: place.dataset.contract,
      entry_point: place.dataset.entry,
      calldata: JSON.parse(place.dataset.calldata),
    }];
    const sent = await wallet.request({ type: 'wallet_addInvokeTransaction', params: { calls } });
    const hash = String(sent?.transaction_hash ?? '');
    if (!/^0x[0-9a-fA-F]{1,64}$/.test(hash)) {
      throw new Error('the wallet gave no transaction hash');
    }
    location.assign(`/tx/${hash}`);
  } catch (problem) {
    note.textContent = `Not sent: ${String(problem?.message ?? problem).slice(0, 400)}`;
    button.disabled = false;
  }
}

// A chain id is the short text of its name as a number.
function nameOf(chain) {
  const digits = /^0x([0-9a-fA-F]{1,62})$/.exec(String(chain))?.[1];
  if (!digits) {
    return String(chain).slice(0, 40);
  }
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return even.match(/../g).map(byte => String.fromCharCode(parseInt(byte, 16))).join('');
}
