using System.Text;

namespace Kraken.Serialization;

/// <summary>UTF-8 that refuses what is none, where <see cref="Encoding.UTF8"/> puts replacement characters.</summary>
public static class StrictUtf8
{
    /// <summary>
    /// The encoding, without a mark at the begin; bytes that are no UTF-8 throw <see cref="DecoderFallbackException"/>, and a lone half of
    /// a surrogate pair <see cref="EncoderFallbackException"/>.
    /// </summary>
    public static UTF8Encoding Encoding { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
