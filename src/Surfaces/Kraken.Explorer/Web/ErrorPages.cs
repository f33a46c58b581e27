using System;
using System.Net.Http;
using System.Threading.Tasks;
using Kraken.Explorer.Pages;
using Kraken.Explorer.Views;
using Kraken.Rpc.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kraken.Explorer.Web;

/// <summary>Turns failures into pages: the node cannot be reached, it answers what is not understood, a defect of the explorer.</summary>
internal sealed class ErrorPages(PageRenderer pages, ExplorerOptions options, ILogger<ErrorPages> log)
{
    /// <summary>Runs the rest of the pipeline and answers for its failures.</summary>
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
            if (Describe(context.Response) is { } message)
            {
                await AnswerAsync(context, message, context.Response.StatusCode).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The browser left; nobody reads an answer.
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !context.Response.HasStarted)
        {
            (int status, MessageView message) = Describe(exception);
            log.LogWarning(exception, "{Path} failed with status {Status}", context.Request.Path, status);
            context.Response.Clear();
            SecurityHeaders.Add(context.Response.Headers);
            await AnswerAsync(context, message, status).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(HttpContext context, MessageView message, int status)
    {
        context.Response.Headers.CacheControl = "no-store";
        IResult answer = await pages.PageAsync<MessagePage, MessageView>(message, status).ConfigureAwait(false);
        await answer.ExecuteAsync(context).ConfigureAwait(false);
    }

    /// <summary>What an answer without content should say; null for one that says something or succeeds.</summary>
    private static MessageView? Describe(HttpResponse response) => response switch
    {
        { HasStarted: true } or { StatusCode: < StatusCodes.Status400BadRequest } or { ContentType: not null } => null,
        { StatusCode: StatusCodes.Status405MethodNotAllowed } => new MessageView("Nothing to do here", "This address can only be read."),
        { StatusCode: StatusCodes.Status403Forbidden } => new MessageView("Not from there", "Other sites may not ask for this."),
        { StatusCode: StatusCodes.Status404NotFound } => new MessageView("Page not found", "There is nothing at this address."),
        _ => new MessageView("This request means nothing", $"It was answered with status {response.StatusCode}."),
    };

    private (int Status, MessageView Message) Describe(Exception exception) => exception switch
    {
        HttpRequestException or OperationCanceledException => (
            StatusCodes.Status503ServiceUnavailable,
            new MessageView("The node cannot be reached", $"No answer from {options.Node}. The page works again when the node does.")),
        RpcClientException => (
            StatusCodes.Status502BadGateway,
            new MessageView("The node refused", $"{options.Node} answered: {exception.Message}")),
        BadHttpRequestException bad => (
            bad.StatusCode,
            new MessageView("This request cannot be read", $"Its body: expected at most {ExplorerLimits.BodyBytes} bytes of a form.")),
        _ => (
            StatusCodes.Status500InternalServerError,
            new MessageView("Something went wrong", "A defect of the explorer. Its log says more.")),
    };
}
