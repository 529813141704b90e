using Eudiplo.Wallet;

return await WalletCommand.Create().Parse(args).InvokeAsync();
