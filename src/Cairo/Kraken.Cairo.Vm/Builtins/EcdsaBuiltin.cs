using System.Collections.Generic;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Builtins;
using Kraken.Curves;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>Public key, message; a hint gives the signature, which is checked when both cells are known.</summary>
public sealed class EcdsaBuiltin : BuiltinRunner
{
    private readonly Dictionary<long, EcdsaSignature> signatures = [];

    internal EcdsaBuiltin()
        : base(BuiltinName.Ecdsa, 2, 2)
    {
    }

    /// <summary>Gives the signature of the instance that starts at an address; a signature given before stays.</summary>
    public void AddSignature(Relocatable instance, EcdsaSignature signature) => signatures.TryAdd(instance.Offset, signature);

    /// <summary>The signatures by the first cell of their instance.</summary>
    public IReadOnlyDictionary<long, EcdsaSignature> Signatures => signatures;

    /// <inheritdoc/>
    internal override void Validate(VmMemory memory, long offset)
    {
        bool isKey = offset % 2 == 0;
        var at = new Relocatable(Segment, offset - (isKey ? 0 : 1));
        MaybeRelocatable key = memory.Get(at);
        MaybeRelocatable message = memory.Get(at + 1);
        if (!key.IsFelt)
        {
            if (isKey)
            {
                throw new VmException(VmErrorKind.PubKeyNonInt, $"the public key at {at} is no integer");
            }

            return;
        }

        if (!message.IsFelt)
        {
            if (!isKey)
            {
                throw new VmException(VmErrorKind.MsgNonInt, $"the message at {at + 1} is no integer");
            }

            return;
        }

        if (!signatures.TryGetValue(at.Offset, out EcdsaSignature signature))
        {
            throw new VmException(VmErrorKind.SignatureNotFound, $"Signature hint is missing for ECDSA builtin at address {at}");
        }

        if (!Ecdsa.Verify(key.Felt, message.Felt, signature))
        {
            throw new VmException(
                VmErrorKind.InvalidSignature,
                $"Signature {signature}, is invalid, with respect to the public key {key} and the message hash {message}.");
        }
    }
}
