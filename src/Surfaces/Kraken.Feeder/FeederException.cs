using System;

namespace Kraken.Feeder;

/// <summary>A request that a gateway refuses, or an answer of one that is none.</summary>
public sealed class FeederException : Exception
{
    /// <summary>An error without text.</summary>
    public FeederException()
    {
    }

    /// <summary>An answer that is not as it should be.</summary>
    public FeederException(string message)
        : base(message)
    {
    }

    /// <summary>An answer that is not as it should be, with the cause.</summary>
    public FeederException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A refusal.</summary>
    /// <param name="code">Its code, such as <see cref="FeederErrorCode.BlockNotFound"/>.</param>
    /// <param name="message">What was expected, and what came.</param>
    public FeederException(string code, string message)
        : base(message) => Code = code;

    /// <summary>A refusal with the cause.</summary>
    /// <param name="message">What was expected, and what came.</param>
    /// <param name="innerException">The cause.</param>
    public FeederException(string code, string message, Exception innerException)
        : base(message, innerException) => Code = code;

    /// <summary>The code of a refusal; empty where an answer was not as it should be.</summary>
    public string Code { get; } = string.Empty;
}
