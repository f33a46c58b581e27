using System;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.Explorer.Tests.Pages;

[Collection(nameof(ExplorerCollection))]
public sealed class ProofPageTests(ExplorerFixture explorer)
{
    private string Path => $"/proof/{ExplorerFixture.ProvedBlock}/{explorer.Proved.Hash}";

    [Fact]
    public async Task AProofShowsItsManifestAndWhatItDoesNotProve()
    {
        string page = await explorer.PageAsync(Path);
        Assert.Contains("data-testid=\"verify-now\"", page, StringComparison.Ordinal);
        Assert.Contains("A call &lt;b&gt;was&lt;/b&gt; made.", page, StringComparison.Ordinal);
        Assert.Contains("Anything else.", page, StringComparison.Ordinal);
        Assert.Contains("96 bits", page, StringComparison.Ordinal);
        Assert.DoesNotContain("verify-result", page, StringComparison.Ordinal);
        Assert.Contains(Path, await explorer.PageAsync("/proofs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProofAndPublicInputsAreDownloaded()
    {
        using HttpResponseMessage answer = await explorer.Http.GetAsync(new Uri($"{Path}/proof", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        byte[] proof = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(explorer.Manifest(proof).ProofBytes, answer.Content.Headers.ContentLength);
        Assert.Equal("{}", await explorer.Http.GetStringAsync(new Uri($"{Path}/public-inputs", UriKind.Relative)));
    }

    [Fact]
    public async Task VerifyingTellsEachStepAndRefusesAProofOfSomethingElse()
    {
        using HttpResponseMessage answer = await explorer.Http.PostAsync(new Uri($"{Path}/verify", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("data-testid=\"verify-result\">INVALID", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"status good\">Passed</span> the file is the one in the manifest", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"status good\">Passed</span> the STARK proof is valid", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"status bad\">Failed</span> the public inputs are those of the proof", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"status \">Skipped</span> the block has its hash and commitments", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherSitesCannotMakeItVerify()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri($"{Path}/verify", UriKind.Relative));
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using HttpResponseMessage answer = await explorer.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task VerifyingWhatIsNotThereIs404()
    {
        using HttpResponseMessage answer = await explorer.Http.PostAsync(new Uri("/proof/1/0x1/verify", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
