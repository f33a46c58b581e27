using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Hashing;

/// <summary>The five constant points of the Starknet Pedersen hash (StarkWare, "Pedersen hash").</summary>
public static class PedersenPoints
{
    /// <summary>The sum's start.</summary>
    public static AffinePoint Shift { get; } = Point(
        "0x49ee3eba8c1600700ee1b87eb599f16716b0b1022947733551fde4050ca6804",
        "0x3ca0cfe4b3bc6ddf346d49d06ea0ed34e621062c0e056c1d0405d266e10268a");

    /// <summary>The base of the low 248 bits of the first input.</summary>
    public static AffinePoint FirstLow { get; } = Point(
        "0x234287dcbaffe7f969c748655fca9e58fa8120b6d56eb0c1080d17957ebe47b",
        "0x3b056f100f96fb21e889527d41f4e39940135dd7a6c94cc6ed0268ee89e5615");

    /// <summary>The base of the high 4 bits of the first input.</summary>
    public static AffinePoint FirstHigh { get; } = Point(
        "0x4fa56f376c83db33f9dab2656558f3399099ec1de5e3018b7a6932dba8aa378",
        "0x3fa0984c931c9e38113e0c0e47e4401562761f92a7a23b45168f4e80ff5b54d");

    /// <summary>The base of the low 248 bits of the second input.</summary>
    public static AffinePoint SecondLow { get; } = Point(
        "0x4ba4cc166be8dec764910f75b45f74b40c690c74709e90f3aa372f0bd2d6997",
        "0x40301cf5c1751f4b971e46c4ede85fcac5c59a5ce5ae7c48151f27b24b219c");

    /// <summary>The base of the high 4 bits of the second input.</summary>
    public static AffinePoint SecondHigh { get; } = Point(
        "0x54302dcb0e6cc1c6e44cca8f61a63bb2ca65048d53fb325d36ff12c49a58202",
        "0x1b77b3e37d13504b348046268d8ae25ce98ad783c25561a879dcc77e99c2426");

    private static AffinePoint Point(string x, string y) => new(Felt.Parse(x), Felt.Parse(y));
}
