using CloudRestore.EndToEnd.Support;
using Microsoft.Playwright;

namespace CloudRestore.EndToEnd.Browser.Support;

/// <summary>A tab with the page of the running stack, in a browser session of its own.</summary>
internal sealed class Tab : IAsyncDisposable
{
    // Far more than anything takes, because the machine may be busy with something else.
    private const int Patience = 240_000;

    private readonly IBrowserContext _context;

    private Tab(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>What the page's scripts threw and what its policy forbade.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Opens a view.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="view">The view, such as <c>runs</c>.</param>
    /// <param name="withKey">Whether the function key was entered before.</param>
    /// <param name="options">Of the session; null for a desktop.</param>
    public static async Task<Tab> OpenAsync(Chromium chromium, TrainedStack stack, string view, bool withKey = true, BrowserNewContextOptions? options = null)
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        var context = await chromium.Browser.NewContextAsync(options ?? new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 900 } });
        context.SetDefaultTimeout(Patience);
        if (withKey)
            await context.AddInitScriptAsync($"sessionStorage.setItem('cloudrestore-function-key', '{stack.Stack.Key}')");
        var tab = new Tab(context, await context.NewPageAsync());
        tab.Page.PageError += (_, error) => tab.Faults.Add(error);
        tab.Page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
                tab.Faults.Add(message.Text);
        };
        await tab.Page.GotoAsync(new Uri(stack.Stack.Url, $"/api/ui#/{view}").ToString());
        return tab;
    }

    /// <summary>Goes to another view and waits until it has read what it shows.</summary>
    public async Task GoAsync(string view)
    {
        // The page's own listener was there first, so that the view has changed when this one is called.
        await Page.EvaluateAsync(
            """
            (view) => location.hash === "#/" + view || new Promise((resolve) => {
              addEventListener("hashchange", () => resolve(true), { once: true });
              location.hash = "#/" + view;
            })
            """,
            view);
        if (view != "try")
            await ReadAsync();
    }

    /// <summary>Waits until the view has read what it shows.</summary>
    public Task ReadAsync() => Assertions.Expect(Page.Locator(".asof")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^As of"));

    public ILocator Button(string name, bool exact = false) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = exact });

    /// <summary>The button of the dialog that is open.</summary>
    public ILocator InDialog(string button) => Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button, Exact = true });

    /// <summary>The row of a list whose title is <paramref name="title"/>.</summary>
    public ILocator Row(string title) => Page.Locator("li.row").Filter(new LocatorFilterOptions { Has = Page.Locator(".row-title", new PageLocatorOptions { HasTextRegex = new($"^{System.Text.RegularExpressions.Regex.Escape(title)}$") }) });

    /// <summary>Drops a file on the page.</summary>
    public Task DropAsync(string name, string type, byte[] bytes) => Page.EvaluateAsync(
        """
        ({ name, type, content }) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], name, { type }));
          document.querySelector(".drop").dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
        }
        """,
        new { name, type, content = Convert.ToBase64String(bytes) });

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
