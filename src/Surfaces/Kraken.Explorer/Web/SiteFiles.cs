using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Kraken.Explorer.Web;

/// <summary>The style sheet, scripts and icon, embedded; their addresses change with their content, so browsers may keep them.</summary>
internal static class SiteFiles
{
    private static readonly FrozenDictionary<string, (string Type, byte[] Content, string Version)> Files = new Dictionary<string, string>
    {
        ["site.css"] = "text/css; charset=utf-8",
        ["live.js"] = "text/javascript; charset=utf-8",
        ["wallet.js"] = "text/javascript; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
    }.ToFrozenDictionary(file => file.Key, file => Load(file.Key, file.Value));

    /// <summary>The address of a file.</summary>
    public static string Url(string name) => $"/assets/{name}?v={Files[name].Version}";

    /// <summary>A file as an answer; null when there is none of that name.</summary>
    public static IResult? Serve(string name, HttpResponse response)
    {
        if (!Files.TryGetValue(name, out (string Type, byte[] Content, string Version) file))
        {
            return null;
        }

        response.Headers.CacheControl = "public, max-age=86400, immutable";
        return Results.Bytes(file.Content, file.Type);
    }

    private static (string Type, byte[] Content, string Version) Load(string name, string type)
    {
        using Stream stream = typeof(SiteFiles).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidDataException($"the embedded file {name} is missing");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return (type, content, Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8)));
    }
}
