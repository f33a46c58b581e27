using System;
using System.Linq;
using System.Numerics;
using System.Text;
using Kraken.Fields;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>The hash builtins and opcodes against published answers.</summary>
public sealed class HashTests
{
    private const string State = "Box<Struct<ut@Tuple, u32, u32, u32, u32, u32, u32, u32, u32>>";
    private const string Block = "Box<Struct<ut@Tuple, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32>>";

    // The initial state of BLAKE2s with a digest of 32 bytes: the SHA-256 constants, the first with the parameter block (RFC 7693).
    private static readonly BigInteger[] Initial =
        [0x6A09E667 ^ 0x01010020, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19];

    [Fact]
    public void PedersenGivesTheAnswersOfItsSpecification()
    {
        LibfuncProgram pedersen = new("pedersen", "Pedersen, felt252, felt252", "Pedersen, felt252");

        // The test data of StarkWare's specification of the hash.
        pedersen.Check(
            [
                Hex("0x3d937c035c878245caf64531a5756109c53068da139362728feb561405371cb"),
                Hex("0x208a0a10250e382e1e4bbe2880906c2791bf6275695e02fbbc6aeff9cd8b31a"),
            ],
            0,
            Hex("0x30e480bed5fe53fa909cc0f8c4d99b8f9f2c016be4c41e13a4848797979c662").ToBigInteger());
        pedersen.Check([0, 0], 0, Hex("0x49ee3eba8c1600700ee1b87eb599f16716b0b1022947733551fde4050ca6804").ToBigInteger());
    }

    [Fact]
    public void HadesGivesTheAnswerOfItsReference()
    {
        LibfuncProgram hades = new("hades_permutation", "Poseidon, felt252, felt252, felt252", "Poseidon, felt252, felt252, felt252");
        hades.Check(
            [0, 0, 0],
            0,
            Hex("0x79e8d1e78258000a28fc9d49e233bc6852357968577b1e386550ed6a9086133").ToBigInteger(),
            Hex("0x3840d003d0f3f96dbb796ff6aa6a63be5b5404b91ccaabca256154cbb6fb984").ToBigInteger(),
            Hex("0x1eb39da3f7d3b04142d0ac83d9da00c9325a61fb2ef326e50b70eaa8a3c7cc7").ToBigInteger());
    }

    [Theory]
    [InlineData("", "69217a3079908094e11121d042354a7c1f55b6482ca1a51e1b250dfd1ed0eef9")]
    [InlineData("abc", "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982")]
    public void BlakeHashesAMessageOfOneBlock(string message, string digest)
    {
        LibfuncProgram finalize = new("blake2s_finalize", $"{State}, u32, {Block}", State);
        byte[] block = new byte[64];
        Encoding.ASCII.GetBytes(message).CopyTo(block, 0);
        SierraRun run = finalize.Run(Argument.Box(Initial), message.Length, Argument.Box(Words(block))).Run;
        Assert.Equal(Words(Convert.FromHexString(digest)), run.Box(0, 8));
    }

    [Fact]
    public void BlakeChainsBlocks()
    {
        SierraMachine machine = new($"""
            fn main(state: {State}, first: u32, block1: {Block}, second: u32, block2: {Block}) -> ({State})
            blake2s_compress(state, first, block1) -> (state)
            store_temp<{State}>(state) -> (state)
            blake2s_finalize(state, second, block2) -> (state)
            return(state)
            """);
        byte[] bytes = [.. Enumerable.Range(0, 128).Select(i => (byte)i)];
        SierraRun run = machine.Call(Argument.Box(Initial), 64, Argument.Box(Words(bytes[..64])), 128, Argument.Box(Words(bytes[64..])));

        // Python: hashlib.blake2s(bytes(range(128))).hexdigest()
        Assert.Equal(Words(Convert.FromHexString("1fa877de67259d19863a2a34bcc6962a2b25fcbf5cbecd7ede8f1fa36688a796")), run.Box(0, 8));
    }

    private static Felt Hex(string text) => Felt.Parse(text);

    private static BigInteger[] Words(byte[] bytes) =>
        [.. Enumerable.Range(0, bytes.Length / 4).Select(i => (BigInteger)BitConverter.ToUInt32(bytes, 4 * i))];
}
