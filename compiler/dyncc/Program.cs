return DynCompile.CommandLine.Dyncc.Run(args);
