using System.Numerics;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>The inputs of one instance of a modulo builtin.</summary>
/// <param name="Modulus">p.</param>
/// <param name="Words">p's four 96-bit words, the lowest first.</param>
/// <param name="Values">Start of the table of values.</param>
/// <param name="Offsets">Start of the table of offset triples (a, b, c) of the operations left.</param>
/// <param name="Count">Operations left, this instance's included.</param>
internal sealed record ModuloInputs(BigInteger Modulus, Felt[] Words, Relocatable Values, Relocatable Offsets, long Count);
