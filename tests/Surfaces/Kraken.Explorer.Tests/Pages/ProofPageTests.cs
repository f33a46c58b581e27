using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Encodings.Web;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Views;
using Kraken.Proofs;
using Kraken.Proofs.Checking;
using Microsoft.Extensions.Logging.Abstractions;
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
        int stated = page.IndexOf("Stated by the watcher", StringComparison.Ordinal);
        Assert.InRange(stated, 1, page.IndexOf("96 bits", StringComparison.Ordinal));
        Assert.InRange(stated, 1, page.IndexOf("fibonacci", StringComparison.Ordinal));
        Assert.All(ProofMeaning.Proves, sentence => Assert.Contains(HtmlEncoder.Default.Encode(sentence), page, StringComparison.Ordinal));
        Assert.All(
            ProofMeaning.DoesNotProve, sentence => Assert.Contains(HtmlEncoder.Default.Encode(sentence), page, StringComparison.Ordinal));
        Assert.DoesNotContain("verify-result", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-testid=\"established\"", page, StringComparison.Ordinal);
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
        Assert.Contains(
            "<span class=\"status bad\">Failed</span> the public inputs are those of the proof", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"status \">Skipped</span> the block has its hash and commitments", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-testid=\"established\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AVerdictStandsBesideTheManifestThatWasChecked()
    {
        string folder = Directory.CreateTempSubdirectory("kraken-explorer-").FullName;
        try
        {
            FileProofStore store = new(folder);
            ProofManifest manifest = explorer.Manifest([1]);
            await store.PutAsync(
                manifest with { EntryPoint = "mallory", StoredAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-3)) },
                new byte[] { 1 }, "{}"u8.ToArray(), CancellationToken.None);
            string file = System.IO.Path.Combine(folder, $"{manifest.BlockNumber}", manifest.TransactionHash.ToString(), "manifest.json");
            ExplorerHost host =
                new(new ExplorerOptions { Node = explorer.NodeAddress, Proofs = folder, Port = 0 }, NullLoggerFactory.Instance);
            await using (host)
            {
                await host.StartAsync(CancellationToken.None);
                string shown = await explorer.Http.GetStringAsync(new Uri(host.Address, Path));
                Assert.Contains("mallory", shown, StringComparison.Ordinal);
                Assert.Contains("2026-01-02 06:04:05 UTC", shown, StringComparison.Ordinal);

                // The entry is another one now.
                await File.WriteAllBytesAsync(file, manifest.ToJson());
                using HttpResponseMessage answer = await explorer.Http.PostAsync(new Uri(host.Address, $"{Path}/verify"), null);
                string page = await answer.Content.ReadAsStringAsync();
                Assert.Contains("verify-result", page, StringComparison.Ordinal);
                Assert.Contains(manifest.EntryPoint, page, StringComparison.Ordinal);
                Assert.DoesNotContain("mallory", page, StringComparison.Ordinal);
                Assert.DoesNotContain(
                    "mallory", await explorer.Http.GetStringAsync(new Uri(host.Address, Path)), StringComparison.Ordinal);
                await host.StopAsync(CancellationToken.None);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task SentencesThatAManifestOfTheFirstSchemaBroughtAreShownNowhere()
    {
        string folder = Directory.CreateTempSubdirectory("kraken-explorer-").FullName;
        try
        {
            FileProofStore store = new(folder);
            ProofManifest manifest = explorer.Manifest([1]);
            await store.PutAsync(manifest, new byte[] { 1 }, "{}"u8.ToArray(), CancellationToken.None);
            string file = System.IO.Path.Combine(folder, $"{manifest.BlockNumber}", manifest.TransactionHash.ToString(), "manifest.json");
            string json = await File.ReadAllTextAsync(file);
            await File.WriteAllTextAsync(
                file, json.Replace("\"schema\": 2", "\"schema\": 1, \"proves\": [\"Mallory owns all\"]", StringComparison.Ordinal));
            ExplorerHost host =
                new(new ExplorerOptions { Node = explorer.NodeAddress, Proofs = folder, Port = 0 }, NullLoggerFactory.Instance);
            await using (host)
            {
                await host.StartAsync(CancellationToken.None);
                string page = await explorer.Http.GetStringAsync(new Uri(host.Address, Path));
                Assert.Contains("Stated by the watcher", page, StringComparison.Ordinal);
                Assert.DoesNotContain("Mallory", page, StringComparison.Ordinal);
                await host.StopAsync(CancellationToken.None);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task ProofsAreListedAPageAtATime()
    {
        string folder = Directory.CreateTempSubdirectory("kraken-explorer-").FullName;
        try
        {
            FileProofStore store = new(folder);
            int count = (2 * ProofListView.Length) + 1;
            for (int i = 0; i < count; i++)
            {
                ProofManifest manifest = explorer.Manifest([1]) with { BlockNumber = (ulong)(i / 3), TransactionHash = (ulong)i + 1000 };
                await store.PutAsync(manifest, new byte[] { 1 }, default, CancellationToken.None);
            }

            ProofCatalog catalog = new(store, TimeProvider.System);
            List<ProofKey> seen = [];
            ProofKey? after = null;
            foreach (int length in (int[])[ProofListView.Length, ProofListView.Length, 1])
            {
                ProofListView view = ProofListView.Load(catalog, after);
                Assert.Equal((length, after is null), (view.Proofs.Count, view.IsFirst));
                seen.AddRange(view.Proofs.Select(proof => proof.Key));
                after = view.Older;
            }

            Assert.Null(after);
            Assert.Equal(store.Latest(count), seen);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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
