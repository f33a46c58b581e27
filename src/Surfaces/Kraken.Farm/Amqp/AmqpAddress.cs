using System;
using System.Diagnostics.CodeAnalysis;

namespace Kraken.Farm.Amqp;

/// <summary>
/// A broker: amqp://[USER:PASSWORD@]HOST[:PORT][/VHOST], or amqps:// for TLS. Credentials that the address does not hold come from the
/// environment. Its text shows none.
/// </summary>
public sealed class AmqpAddress
{
    /// <summary>The environment's user, where the address names none.</summary>
    public const string UserVariable = "KRAKEN_QUEUE_USER";

    /// <summary>The environment's password.</summary>
    public const string PasswordVariable = "KRAKEN_QUEUE_PASSWORD";

    private const string Plain = "amqp";
    private const string Tls = "amqps";
    private const int PlainPort = 5672;
    private const int TlsPort = 5671;
    private const string Guest = "guest";

    private AmqpAddress(Uri uri, string user, string password)
    {
        IsTls = uri.Scheme == Tls;
        Host = uri.IdnHost;
        Port = uri.Port > 0 ? uri.Port : IsTls ? TlsPort : PlainPort;
        VirtualHost = uri.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(uri.AbsolutePath[1..]) : "/";
        User = user;
        Password = password;
        Secrets = new FarmSecrets(password, user == Guest ? null : user);
    }

    /// <summary>Whether the connection is encrypted.</summary>
    public bool IsTls { get; }

    /// <summary>The broker's name or IP address.</summary>
    public string Host { get; }

    /// <summary>Its port, 5672 or 5671 where none is given.</summary>
    public int Port { get; }

    /// <summary>The broker's part that holds the queues.</summary>
    public string VirtualHost { get; }

    internal string User { get; }

    internal string Password { get; }

    internal FarmSecrets Secrets { get; }

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address.</param>
    /// <param name="environment">Gives variables of the environment.</param>
    /// <param name="address">The broker.</param>
    /// <param name="problem">What was expected; it does not repeat the text, which may hold credentials.</param>
    public static bool TryParse(
        string text,
        Func<string, string?> environment,
        [NotNullWhen(true)] out AmqpAddress? address,
        [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(environment);
        address = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme is not (Plain or Tls) || uri.Host.Length == 0)
        {
            problem = "queue: expected amqp://[USER:PASSWORD@]HOST[:PORT][/VHOST] or amqps://, got something else";
            return false;
        }

        if (uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.AbsolutePath.TrimStart('/').Contains('/', StringComparison.Ordinal))
        {
            problem = "queue: expected nothing behind the virtual host, got more";
            return false;
        }

        int colon = uri.UserInfo.IndexOf(':', StringComparison.Ordinal);
        string user = colon >= 0 ? uri.UserInfo[..colon] : uri.UserInfo;
        string password = colon >= 0 ? uri.UserInfo[(colon + 1)..] : "";
        user = user.Length > 0 ? Uri.UnescapeDataString(user) : environment(UserVariable) ?? Guest;
        password = password.Length > 0 ? Uri.UnescapeDataString(password) : environment(PasswordVariable) ?? Guest;
        address = new AmqpAddress(uri, user, password);
        problem = null;
        return true;
    }

    /// <summary>The address without credentials.</summary>
    public override string ToString() => $"{(IsTls ? Tls : Plain)}://{Host}:{Port}/{VirtualHost.TrimStart('/')}";
}
