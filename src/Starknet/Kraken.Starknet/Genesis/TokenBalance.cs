using System;
using Kraken.Fields;

namespace Kraken.Starknet.Genesis;

/// <summary>What somebody holds of a token in the first block.</summary>
/// <param name="Holder">The holder's address, whether a contract stands there or not.</param>
/// <param name="Amount">How much, in the token's smallest unit.</param>
public sealed record TokenBalance(Felt Holder, UInt128 Amount);
