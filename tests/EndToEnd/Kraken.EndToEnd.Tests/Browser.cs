using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>Chromium, and what a page must be in it whatever it shows.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private Browser(IPlaywright playwright, IBrowser browser)
    {
        this.playwright = playwright;
        this.browser = browser;
    }

    public static async Task<Browser> StartAsync()
    {
        IPlaywright playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
            ],
        }));
    }

    /// <summary>A page of a width, on which every complaint of the browser fails the test.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="complaints">Where the browser's complaints go: errors of scripts, and what the page's policy forbade.</param>
    /// <param name="hasScripts">Whether scripts run.</param>
    /// <param name="isDark">Whether the reader likes it dark.</param>
    public async Task<IPage> PageAsync(int width, List<string> complaints, bool hasScripts = true, bool isDark = false)
    {
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
            JavaScriptEnabled = hasScripts,
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
        });
        IPage page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            // That an address answers with an error is no fault of a page.
            if (message.Type == "error" && !message.Text.Contains("Failed to load resource", StringComparison.Ordinal))
            {
                complaints.Add($"{page.Url}: {message.Text}");
            }
        };
        return page;
    }

    /// <summary>The page is not wider than the window, so that nobody has to move it sideways.</summary>
    public static async Task FitsAsync(IPage page)
    {
        int[] widths = await page.EvaluateAsync<int[]>(
            "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]");
        if (widths[0] > widths[1])
        {
            string widest = await page.EvaluateAsync<string>(
                "() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
                + ".map(e => e.tagName + '.' + e.className).slice(0, 8).join(' ')");
            Assert.Fail($"{page.Url}: expected at most {widths[1]} pixels, got {widths[0]}; beyond: {widest}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
