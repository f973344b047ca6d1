Console.WriteLine("dyncc");
