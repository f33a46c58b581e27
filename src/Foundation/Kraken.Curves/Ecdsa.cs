using System;
using System.Numerics;
using Kraken.Fields;

namespace Kraken.Curves;

/// <summary>ECDSA over the Stark curve. A public key is an x coordinate alone, so a signature holds for either of the two points.</summary>
public static class Ecdsa
{
    /// <summary>Signs a message hash with the deterministic nonce of [RFC6979], as starknet.js does.</summary>
    /// <param name="privateKey">The key, 1 .. order - 1.</param>
    /// <param name="message">The message hash, below 2^251.</param>
    /// <exception cref="ArgumentOutOfRangeException">The key or the message is out of range.</exception>
    public static EcdsaSignature Sign(Felt privateKey, Felt message)
    {
        if (!StarkCurve.IsScalar(privateKey))
        {
            throw new ArgumentOutOfRangeException(nameof(privateKey), "a private key is in 1 .. order - 1");
        }

        if (!IsBelowElementBound(message))
        {
            throw new ArgumentOutOfRangeException(nameof(message), "a message hash is below 2^251");
        }

        // A message below 2^251 is below the order, so it needs no reduction.
        DeterministicNonce nonces = new(privateKey, message, [], dropsLeadingZeros: true);
        while (true)
        {
            if (TrySign(privateKey, message, nonces.Next(), out EcdsaSignature signature))
            {
                return signature;
            }
        }
    }

    /// <summary>Verifies a signature by the x coordinate of the public key. Any input is allowed; out of range is false.</summary>
    public static bool Verify(Felt publicKey, Felt message, EcdsaSignature signature) =>
        StarkCurve.TryPointFromX(publicKey, out AffinePoint point) && Verify(point, message, signature);

    /// <summary>Verifies a signature by a public key point of the curve or its negation.</summary>
    public static bool Verify(AffinePoint publicKey, Felt message, EcdsaSignature signature)
    {
        if (publicKey.IsInfinity || !StarkCurve.Contains(publicKey) || !InRange(message, signature, out Felt w))
        {
            return false;
        }

        JacobianPoint fromMessage = StarkCurve.MultiplyGenerator(ScalarArithmetic.Product(message, w));
        JacobianPoint fromKey = StarkCurve.Multiply(publicKey, ScalarArithmetic.Product(signature.R, w));
        return (fromMessage + fromKey).HasX(signature.R) || (fromMessage + -fromKey).HasX(signature.R);
    }

    /// <summary>Recovers the public key point that made a signature.</summary>
    /// <param name="message">The message hash, below 2^251.</param>
    /// <param name="oddY">Whether the nonce's point has an odd canonical y.</param>
    /// <param name="publicKey">The point.</param>
    /// <returns>False when a value is out of range, no point has the x coordinate r, or the key would be infinity.</returns>
    public static bool TryRecover(Felt message, EcdsaSignature signature, bool oddY, out AffinePoint publicKey)
    {
        publicKey = default;
        if (!InRange(message, signature, out _) || !StarkCurve.TryPointFromX(signature.R, out AffinePoint nonce))
        {
            return false;
        }

        nonce.Y.ToCanonicalLimbs(out ulong low, out _, out _, out _);
        nonce = ((low & 1) != 0) == oddY ? nonce : -nonce;

        // key = (s * nonce - message * generator) / r
        Felt inverse = ScalarArithmetic.Inverse(signature.R);
        JacobianPoint sum = StarkCurve.Multiply(nonce, ScalarArithmetic.Product(signature.S, inverse))
            + -StarkCurve.MultiplyGenerator(ScalarArithmetic.Product(message, inverse));
        publicKey = sum.ToAffine();
        return !publicKey.IsInfinity;
    }

    private static bool TrySign(Felt privateKey, Felt message, BigInteger nonce, out EcdsaSignature signature)
    {
        Felt k = Felt.FromBigInteger(nonce);
        Felt r = StarkCurve.MultiplyGenerator(k).ToAffine().X;
        BigInteger sum = message.ToBigInteger() + (r.ToBigInteger() * privateKey.ToBigInteger());
        Felt s = ScalarArithmetic.Product(Felt.FromBigInteger(sum % StarkCurve.Order), ScalarArithmetic.Inverse(k));
        signature = new(r, s);
        return InRange(message, signature, out _);
    }

    /// <summary>StarkWare's ranges: message and r below 2^251, s in 1 .. order - 1, and 1 / s below 2^251.</summary>
    private static bool InRange(Felt message, EcdsaSignature signature, out Felt inverseS)
    {
        inverseS = Felt.Zero;
        if (!IsBelowElementBound(message) || !IsBelowElementBound(signature.R) || signature.R.IsZero || !StarkCurve.IsScalar(signature.S))
        {
            return false;
        }

        inverseS = ScalarArithmetic.Inverse(signature.S);
        return IsBelowElementBound(inverseS);
    }

    private static bool IsBelowElementBound(Felt value)
    {
        value.ToCanonicalLimbs(out _, out _, out _, out ulong top);
        return top >> 59 == 0;
    }
}
