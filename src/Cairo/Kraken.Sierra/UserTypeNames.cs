using System.Numerics;
using System.Text;
using Kraken.Hashing;

namespace Kraken.Sierra;

/// <summary>The identity of a user type: the Keccak-256 of its name, cut to 250 bits.</summary>
public static class UserTypeNames
{
    /// <summary>The identity of the type of the given full name.</summary>
    public static BigInteger Identity(string name) => Keccak.StarknetKeccak(Encoding.UTF8.GetBytes(name)).ToBigInteger();
}
