using DynCompile.Fuzzing;
using Xunit.MicrosoftTestingPlatform;

return FuzzCommand.IsAskedFor(args)
    ? FuzzCommand.Run(args)
    : await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
