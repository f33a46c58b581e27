using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover;
using Kraken.Fields;
using Kraken.Stark;
using Kraken.Stark.Channels;
using Kraken.Stark.Fri;
using Kraken.Stark.Merkle;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>Proof files of anyone.</summary>
internal static class ProofTargets
{
    private const int LongestProof = 4 << 20;
    private const string BlakeFile = "s-two/ret_opcode.canonical_small.proof.json";
    private const string PoseidonFile = "s-two/ret_opcode.poseidon252.proof.cairo_serde.json";

    private static readonly string SumWord = Encoding.ASCII.GetString(RootFile.Empty.Encode()).Split('\n')[1].Split(' ')[0];

    // A felt of the array takes four bytes of the file; the layout of opened values is as large as the claim's columns.
    private static readonly FuzzBounds Reading = new(8 << 20, 128, TimeSpan.FromSeconds(2));

    // The decompressor has tables for a block of 900 kB, and unpacks 45 million equal bytes from 50: up to the named limit.
    private static readonly FuzzBounds Unpacking = new(400 << 20, 256, TimeSpan.FromSeconds(5));

    // What a real proof takes: the constraints of all components at one point, and the hashes of all queries.
    private static readonly FuzzBounds Verifying = new(256 << 20, 512, TimeSpan.FromSeconds(10));

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        Format("proof-felts", "a proof as a JSON array of felts (cairo-serde)", InputShape.Felts, ProofFormat.CairoSerde, Reading),
        Format("proof-json", "a proof as a JSON object, of both hashes", InputShape.Json, ProofFormat.Json, Reading),
        Format("proof-bzip2", "a proof in the binary format, compressed", InputShape.Binary, ProofFormat.Binary, Unpacking),
        Format("proof-unpacked", "a proof in the binary format behind its mark", InputShape.Binary, ProofFormat.UnpackedBinary, Reading),
        new CodecTarget<CairoProof>(
            "proof-bincode", "a proof in the binary format, unpacked, also with auxiliary data",
            InputShape.Binary, ReadBincode, ProofSeeds.Bincode)
        {
            Encode = ProofSeeds.ToBincode,
            Limits = Reading,
            Longest = LongestProof,
        },
        new CodecTarget<VerificationReport>(
            "proof-verify",
            "the whole of 'kraken verify' on a file",
            InputShape.Felts,
            Verify,
            () => SeedData.Files("s-two/ret_opcode.canonical_small.proof.cairo_serde.json"))
        {
            Law = IsTheGenuineProof,
            Limits = Verifying,
            Longest = LongestProof,
            IsThreaded = true,
        },
        new CodecTarget<RootFile>("root-file", "a user's file of computed roots", InputShape.Text, ReadRoots, RootSeeds)
        {
            Law = (file, input) => Require(file.Encode().AsSpan().SequenceEqual(Summed(input)), "a file that is taken is what is written"),
        },
    ];

    private static CodecTarget<CairoProof> Format(string name, string decodes, InputShape shape, ProofFormat format, FuzzBounds bounds) =>
        new(name, decodes, shape, Read, () => ProofSeeds.Of(format))
        {
            // The felt format leaves out what a proof with lifting has.
            Encode = proof => ProofEncoder.Encode(proof, ProofEncoder.Refusal(proof.Config, format) is null ? format : ProofFormat.Json),
            Limits = bounds,
            Longest = LongestProof,
        };

    private static CairoProof? Read(byte[] input)
    {
        if (ProofDecoder.TryDecode(input, out CairoProof? proof, out VerifyError? error))
        {
            return proof;
        }

        // The decoder turns what its readers throw by a defect into a refusal: here it is a finding.
        return error.Expected == ProofDecoder.ReadableProof
            ? throw new BrokenLawException($"a reader throws nothing but its refusal: {error.Got}")
            : null;
    }

    private static CairoProof? ReadBincode(byte[] input)
    {
        try
        {
            BincodeSource source = new(input);
            CairoProof proof = StructuredProofReader.Read(source);
            return source.AtEnd ? proof : null;
        }
        catch (ProofFormatException)
        {
            return null;
        }
    }

    // A change of any byte breaks the sum, so the sum is made anew: only then the lines above it are read.
    private static RootFile? ReadRoots(byte[] input)
    {
        _ = RootFile.TryRead(input, out _);
        return RootFile.TryRead(Summed(input), out RootFile? file) is null ? file : null;
    }

    private static byte[] Summed(byte[] input)
    {
        string[] lines = Encoding.ASCII.GetString(input).Split('\n');
        string above = string.Join('\n', lines.Take(Math.Max(1, lines.Length - 2)));
        string sum = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(above)));
        return Encoding.ASCII.GetBytes($"{above}\n{SumWord} {sum}\n");
    }

    private static void Require(bool holds, string law)
    {
        if (!holds)
        {
            throw new BrokenLawException(law);
        }
    }

    private static IEnumerable<byte[]> RootSeeds() =>
    [
        RootFile.Empty.Encode(),
        RootFile.Empty.With(new("poseidon252", PreprocessedVariant.CanonicalSmall, 6, 26), "0x42")
            .With(new("blake2s", PreprocessedVariant.CanonicalSmall, 7, 30), new string('e', 64)).Encode(),
    ];

    private static VerificationReport? Verify(byte[] input)
    {
        VerificationReport report = ProofFileVerifier.Verify(input);
        return report.Error is null ? report : null;
    }

    // An altered file that is accepted holds the same proof, written in another way.
    private static void IsTheGenuineProof(VerificationReport report, byte[] input)
    {
        byte[] genuine = ProofSeeds.Felts(SeedData.Files("s-two/ret_opcode.canonical_small.proof.cairo_serde.json").Single());
        if (!ProofSeeds.Felts(input).AsSpan().SequenceEqual(genuine))
        {
            throw new BrokenLawException("no other proof than the genuine one is accepted");
        }
    }

    /// <summary>
    /// Proofs in all formats, made from two genuine ones whose openings are cut to a few queries: they are read the same.
    /// </summary>
    private static class ProofSeeds
    {
        private const int Kept = 2;

        private static readonly Lazy<CairoProof> Blake = new(() => Shortened((CairoProof<Blake2sHash>)Decoded(BlakeFile)));
        private static readonly Lazy<CairoProof> Poseidon = new(() => Shortened((CairoProof<Felt>)Decoded(PoseidonFile)));

        internal static IEnumerable<byte[]> Of(ProofFormat format) =>
        [
            ProofEncoder.Encode(Blake.Value, format),
            ProofEncoder.Encode(Poseidon.Value, format),
        ];

        // A hash is 32 bytes, or the decimal digits of an element behind their number.
        internal static IEnumerable<byte[]> Bincode()
        {
            byte[] blake = ToBincode(Blake.Value);
            byte[] poseidon = ToBincode(Poseidon.Value);
            return [blake, poseidon, Extended(blake, new byte[32]), Extended(poseidon, [2, 0, 0, 0, 0, 0, 0, 0, (byte)'4', (byte)'2'])];
        }

        // One of each thing that the auxiliary data of the extended format holds.
        private static byte[] Extended(byte[] proof, byte[] hash)
        {
            const int TailBytes = 8;
            byte[] none = new byte[8];
            byte[] one = [1, 0, 0, 0, 0, 0, 0, 0];
            byte[] nodes = [.. one, .. one, .. one, .. hash];
            byte[] layer = [.. one, .. one, .. one, .. new byte[16], .. nodes];
            byte[] auxiliary = [.. one, .. one, .. one, .. nodes, .. layer, .. none];
            return [.. proof.AsSpan(0, proof.Length - TailBytes), .. auxiliary, .. proof.AsSpan(proof.Length - TailBytes)];
        }

        internal static byte[] ToBincode(CairoProof proof) =>
            Bzip2Codec.Decompress(ProofEncoder.Encode(proof, ProofFormat.Binary), ProofLimits.MaxUnpackedBytes);

        internal static byte[] Felts(byte[] file) =>
            ProofDecoder.TryDecode(file, out CairoProof? proof, out _) ? ProofEncoder.Encode(proof, ProofFormat.CairoSerde) : [];

        private static CairoProof<THash> Shortened<THash>(CairoProof<THash> proof)
            where THash : unmanaged, IEquatable<THash>
        {
            FriProof<THash> fri = proof.Stark.Fri;
            return proof with
            {
                Stark = proof.Stark with
                {
                    Decommitments = [.. proof.Stark.Decommitments.Select(Shortened)],
                    QueriedValues = [.. proof.Stark.QueriedValues.Select(tree => (M31[][])[.. tree.Select(column => column[..Kept])])],
                    Fri = fri with
                    {
                        FirstLayer = Shortened(fri.FirstLayer),
                        InnerLayers = [.. fri.InnerLayers.Take(Kept).Select(Shortened)],
                    },
                },
            };
        }

        private static FriLayerProof<THash> Shortened<THash>(FriLayerProof<THash> layer)
            where THash : unmanaged, IEquatable<THash> =>
            layer with { FriWitness = [.. layer.FriWitness.Take(Kept)], Decommitment = Shortened(layer.Decommitment) };

        private static MerkleDecommitment<THash> Shortened<THash>(MerkleDecommitment<THash> decommitment)
            where THash : unmanaged, IEquatable<THash> => new([.. decommitment.HashWitness.Take(Kept)]);

        private static CairoProof Decoded(string file) =>
            ProofDecoder.TryDecode(SeedData.Files(file).Single(), out CairoProof? proof, out VerifyError? error)
                ? proof
                : throw new InvalidOperationException($"{file}: {error}");
    }
}
