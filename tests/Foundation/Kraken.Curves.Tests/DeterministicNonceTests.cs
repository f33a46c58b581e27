using System;
using System.Globalization;
using System.Numerics;
using Kraken.Fields;
using Xunit;

namespace Kraken.Curves.Tests;

/// <summary>RFC 6979 nonces, without and with additional entropy, against values of StarkWare's cairo-lang.</summary>
public sealed class DeterministicNonceTests
{
    [Fact]
    public void NoncesOfTheReferenceImplementation()
    {
        // message, private key, additional entropy, nonce
        Check(
            "010b559a3b4dc1b7137d90521cb413b397ff07963214d128a92d65aec7182f68",
            "07e3184f4bef18f371bc53fc412dff1b30dbc94f758490fb8e2349bae647a642",
            "03fe27199aaad4e700559e2436a919f4de70def585a6deb2f4c087fdf6a27c1b",
            "00514de5048c11bf01f3dc98a131e0a3fde03d6269cdfab69d944c8281149184");
        Check(
            "058a8fc2bed05af3ae202f0ea4f6e724b6d3b1034382c7a2e1a3a06bd48bf7ea",
            "00efacf45682998e4748e853f13a789b4729be197353eb1b8063fd425e0576f8",
            "05a595cc1e2dcdb26e2ee3964aaa55090bff0c02be6980f098669bc8c87fb994",
            "0610bd4aec3a26b00331daee8baefc2ad9c94eab42d21384851a1c4fcd5c0483");
        Check(
            "0605b776d195609f6ed6ebacb20efb1859b7c827abfa9743c4541e1eb48f1c2d",
            "00a13a4fa63b534583089df4d6f5ff74ca3cbc2679c4161e076969803cae1aac",
            "0104c78975779c741a5a5c0a6f5edc8841f570ded6a1c5c519ab0f963ec64c0a",
            "07badb8d84631f6bd418e5eaa46e9b09c083fa607c879e881cf5c31923520e3a");
        Check(
            "01856e6d1c3ce0a34ab04992b4a8d8d9ef756a4044bfc0a5f8068013f829ee17",
            "01e20f779df440c3fca66a3ede6f43c68ba60222b23f893854f55c5138c77a1c",
            "",
            "01bdbdc2db77b6dad0c9bdaca20acb5a78a61200c711cc2dcaeebcb86f9ef1ca");
        Check(
            "0438e872bae2e39e148ab372c6aa4506602d9d0f0acca48dfa853e858e38a8aa",
            "02d50c10d13ecf299d6bccea372efd6b0212208fd5f04cca66e5072d89b9bc2f",
            "",
            "051a3dd43ef8e85094c95ca1d6d5f4cbd5a2c8253466d558a815dde2bae17b76");
        Check(
            "0470d8bd5f6640bbae27a997f5da4493953a2f6c2aacb7ac3a26cfe810738470",
            "01af592805ccb005eed4ce5b1997193c7446786b1d8c3cdc9fb30b84ea084cd6",
            "",
            "004e29ac94c51097d4ee87d4bf9bcfc33ca29518f73e972e725f851ada274a57");
        Check(
            "04d85b6e736dd4aa07a8b1222819585f99e122a09f7e9c77e22da288f9c893b0",
            "046dda98ddd7337b4f6248795aedbc2e1b192466356ab8f61ee25317500e3a22",
            "",
            "014ee0f4a9e8b4f98d48d47993788d8485ded1eca3c894c8501b31dbcd8190e5");
        Check(
            "03fcafdbc49c1b8ff00ad5884db731a643899a2010169481203e9a4aab0545f3",
            "02bb48d586e127c86a3a4e6b831a99bac5a9adf0e3974bc629c43a12f52fb488",
            "",
            "0052218bd1d5447347793972e5d40800a45cc91794746533164827e6f3ce8250");
    }

    [Fact]
    public void TheTwoTruncationsDifferOnlyWhenTheCandidateStartsWithAZeroByte()
    {
        int different = 0;
        for (int i = 1; i <= 1000; i++)
        {
            BigInteger dropped = new DeterministicNonce(1UL, (Felt)i, [], dropsLeadingZeros: true).Next();
            BigInteger kept = new DeterministicNonce(1UL, (Felt)i, [], dropsLeadingZeros: false).Next();
            if (dropped != kept)
            {
                // The kept one has lost its lowest four bits to the shift and has 8 leading zero bits.
                Assert.Equal(kept, dropped >> 4);
                Assert.True(kept < BigInteger.One << 244);
                different++;
            }
        }

        Assert.InRange(different, 1, 20);
    }

    private static void Check(string message, string key, string seed, string expected)
    {
        DeterministicNonce nonces =
            new(Felt.Parse("0x" + key), Felt.Parse("0x" + message), Convert.FromHexString(seed), dropsLeadingZeros: false);
        Assert.Equal(BigInteger.Parse(expected, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), nonces.Next());
    }
}
