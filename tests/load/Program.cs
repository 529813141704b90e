using Eudiplo.Load.Commands;

// Replies are handled on the thread that notices them instead of being handed to the pool: about a quarter less processor time per
// request, and no handler here ever blocks. Must be set before the first socket.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
return await LoadCommand.Create().Parse(args).InvokeAsync();
