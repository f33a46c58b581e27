using Kraken.Rpc.Protocol;

namespace Kraken.Rpc.Methods;

/// <summary>All methods of a node.</summary>
internal static class StarknetMethods
{
    internal static RpcMethodTable Create(RpcBackend backend, RpcOptions options)
    {
        RpcMethodTable table = new();
        ChainView view = new(backend.Chain, options.MaxCachedBlockBytes);
        new NodeMethods(backend, options).Register(table);
        new BlockMethods(view).Register(table);
        new TransactionMethods(view, backend.Submitter).Register(table);
        new StateMethods(view, backend.Submitter).Register(table);
        new ClassMethods(view).Register(table);
        new EventMethods(view, options).Register(table);
        new SubmitMethods(backend.Chain, backend.Submitter).Register(table);
        new CallMethods(view, backend.Executor, options).Register(table);
        new TraceMethods(view, backend.Executor, backend.Submitter, options).Register(table);
        new CertificateMethods(view, backend.Certificate).Register(table);
        foreach (RpcMethod method in backend.Methods)
        {
            table.Put(method);
        }

        return table;
    }
}
