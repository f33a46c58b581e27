using System;
using System.Diagnostics.CodeAnalysis;
using System.Linq;

namespace Kraken.Farm.Objects;

/// <summary>
/// A place in an S3 server: s3://[KEY:SECRET@]HOST[:PORT]/BUCKET[/PREFIX][?tls=false][&amp;region=NAME]. Credentials that the address does not
/// hold come from the environment. Its text shows none.
/// </summary>
public sealed class S3Address
{
    /// <summary>The environment's access key, where the address holds none.</summary>
    public const string KeyVariable = "AWS_ACCESS_KEY_ID";

    /// <summary>The environment's secret key.</summary>
    public const string SecretVariable = "AWS_SECRET_ACCESS_KEY";

    /// <summary>The environment's token, of keys that hold for a time.</summary>
    public const string TokenVariable = "AWS_SESSION_TOKEN";

    private const string Scheme = "s3";
    private const string DefaultRegion = "us-east-1";
    private const string Form =
        "store: expected s3://[KEY:SECRET@]HOST[:PORT]/BUCKET[/PREFIX] with ?tls=false or ?region=NAME, or a folder";

    private S3Address(Uri uri, bool isTls, string region, string accessKey, string secretKey, string? token)
    {
        string[] parts = uri.AbsolutePath.Trim('/').Split('/', 2);
        Endpoint = new UriBuilder(isTls ? "https" : "http", uri.IdnHost, uri.Port > 0 ? uri.Port : isTls ? 443 : 80).Uri;
        Bucket = parts[0];
        Prefix = parts.Length > 1 && parts[1].Length > 0 ? parts[1].TrimEnd('/') + "/" : string.Empty;
        Region = region;
        AccessKey = accessKey;
        SecretKey = secretKey;
        SessionToken = token;
        Secrets = new FarmSecrets(accessKey, secretKey, token);
    }

    /// <summary>The server.</summary>
    public Uri Endpoint { get; }

    /// <summary>The bucket, which must be there.</summary>
    public string Bucket { get; }

    /// <summary>What all keys begin with: empty, or text that ends with a slash.</summary>
    public string Prefix { get; }

    /// <summary>The region that requests are signed for.</summary>
    public string Region { get; }

    internal string AccessKey { get; }

    internal string SecretKey { get; }

    internal string? SessionToken { get; }

    internal FarmSecrets Secrets { get; }

    /// <summary>Whether a text is meant as such an address.</summary>
    public static bool Fits(string text) =>
        text is not null && text.StartsWith(Scheme + "://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address.</param>
    /// <param name="environment">Gives variables of the environment.</param>
    /// <param name="address">The place.</param>
    /// <param name="problem">What was expected; it does not repeat the text, which may hold credentials.</param>
    public static bool TryParse(
        string text,
        Func<string, string?> environment,
        [NotNullWhen(true)] out S3Address? address,
        [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(environment);
        address = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme != Scheme || uri.Host.Length == 0
            || uri.Fragment.Length > 0 || !IsPath(uri.AbsolutePath.Trim('/')))
        {
            problem = Form;
            return false;
        }

        (bool isTls, string region) = (true, DefaultRegion);
        foreach (string[] option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)))
        {
            switch (option)
            {
                case ["tls", "true" or "false"]:
                    isTls = option[1] == "true";
                    break;
                case ["region", { Length: > 0 }]:
                    region = option[1];
                    break;
                default:
                    problem = Form;
                    return false;
            }
        }

        int colon = uri.UserInfo.IndexOf(':', StringComparison.Ordinal);
        bool holds = colon > 0;
        string? key = holds ? Uri.UnescapeDataString(uri.UserInfo[..colon]) : environment(KeyVariable);
        string? secret = holds ? Uri.UnescapeDataString(uri.UserInfo[(colon + 1)..]) : environment(SecretVariable);
        if (string.IsNullOrEmpty(key) || string.IsNullOrEmpty(secret))
        {
            problem = $"store: expected credentials in the address or in {KeyVariable} and {SecretVariable}, got none";
            return false;
        }

        address = new S3Address(uri, isTls, region, key, secret, holds ? null : environment(TokenVariable));
        problem = null;
        return true;
    }

    /// <summary>The address without credentials.</summary>
    public override string ToString() => $"{Scheme}://{Endpoint.Authority}/{Bucket}/{Prefix}";

    private static bool IsPath(string path) =>
        path.Length > 0 && path.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' or '/')
        && path.Split('/').All(part => part.Length > 0 && part is not ("." or ".."));
}
