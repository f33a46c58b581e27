using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace Kraken.Explorer.Web;

/// <summary>
/// Headers that keep a page from doing what it never does: running other scripts, being framed, telling others where it was.
/// </summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Adds them to every answer.</summary>
    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        Add(context.Response.Headers);
        return next(context);
    }

    /// <summary>Adds them to an answer's headers.</summary>
    public static void Add(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
