using Kraken.Rpc.Protocol;
using Kraken.Rpc.Subscriptions;

namespace Kraken.Rpc.Methods;

/// <summary>All methods of a node.</summary>
internal static class StarknetMethods
{
    internal static RpcMethodTable Create(RpcBackend backend, ChainView view, RpcOptions options)
    {
        RpcMethodTable table = new();
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
        new ExtraMethods(backend.Submitter, backend.FeeToken).Register(table);
        new SubscriptionMethods(view, backend.Submitter, options).Register(table);
        foreach (RpcMethod method in backend.Methods)
        {
            table.Put(method);
        }

        return table;
    }
}
