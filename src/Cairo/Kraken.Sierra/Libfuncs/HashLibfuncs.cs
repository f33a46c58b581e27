namespace Kraken.Sierra.Libfuncs;

/// <summary>Signatures and costs of the hash builtins.</summary>
internal static class HashLibfuncs
{
    public const string Rows = """
        pedersen | Pedersen, felt252, felt252 | Pedersen, felt252 : s2 Pedersen keep
        hades_permutation | Poseidon, felt252, felt252, felt252 | Poseidon, felt252, felt252, felt252 : s3 Poseidon keep
        blake2s_compress | Box<u32x8>, u32, Box<u32x16> | Box<u32x8>^0 : Blake a1 keep
        blake2s_finalize | Box<u32x8>, u32, Box<u32x16> | Box<u32x8>^0 : Blake a1 keep
        blake2s_compress_guarantees | Box<u32x8>, u32, Box<guarantee32x16> | Box<u32x8>^0 : Blake a1 keep
        blake2s_finalize_guarantees | Box<u32x8>, u32, Box<guarantee32x16> | Box<u32x8>^0 : Blake a1 keep
        """;
}
