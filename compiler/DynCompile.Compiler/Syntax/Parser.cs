using Antlr4.Runtime;
using Antlr4.Runtime.Atn;
using Antlr4.Runtime.Misc;
using DynCompile.Diagnostics;
using DynCompile.Syntax.Generated;
using DynCompile.Text;
using static DynCompile.Syntax.Generated.DnnParser;

namespace DynCompile.Syntax;

/// <summary>
/// Text to tree. This is the only file that knows ANTLR's runtime: it sorts the lexer's tokens and turns the generated parser's failures
/// into diagnostics; <see cref="TreeBuilder"/> makes the records from what parsed.
/// </summary>
public static class Parser
{
    /// <summary>Longer files are no programs; in UTF-16 units.</summary>
    public const int LongestFile = 8 * 1024 * 1024;

    /// <summary>
    /// The tree of a file. With errors in <paramref name="diagnostics"/> it lacks what did not parse, and callers stop after having parsed
    /// the other files.
    /// </summary>
    public static CompilationUnit Parse(SourceText source, DiagnosticBag diagnostics)
    {
        CompilationUnit nothing = new(source.At(0, source.Text.Length), [], [], [], null);
        if (FindUnreadable(source) is { } unreadable)
        {
            diagnostics.Report(unreadable);
            return nothing;
        }

        CommonTokenStream tokens = Tokens.Read(source, diagnostics, out Brackets brackets);
        if (brackets.TooDeep is { } deep)
        {
            diagnostics.Report(new NestingTooDeep(new Location(source, deep), "brackets and operators", Brackets.DeepestNesting));
            return nothing;
        }

        return RoomyStack.Run(brackets.Deepest, () => Read(source, tokens, brackets, diagnostics)) ?? nothing;
    }

    /// <summary>The tree of tokens; null when there are too many errors to go on, or when the tree is too deep.</summary>
    private static CompilationUnit? Read(SourceText source, CommonTokenStream tokens, Brackets brackets, DiagnosticBag diagnostics)
    {
        var recovery = new Recovery(source, brackets, diagnostics);
        var parser = new DnnParser(tokens) { ErrorHandler = recovery };
        parser.RemoveErrorListeners();
        // The grammar needs no more than SLL prediction, which stays linear.
        parser.Interpreter.PredictionMode = PredictionMode.SLL;
        CompilationUnitContext file;
        try
        {
            file = parser.compilationUnit();
        }
        catch (ParseCanceledException)
        {
            return null;
        }
        if (file.ChildCount == 1 && !diagnostics.HasErrors)
            diagnostics.Report(new FileIsEmpty(source.At(0, 0)));

        var builder = new TreeBuilder(source, recovery.Broken.Contains, token => DocumentationAt(tokens, token), diagnostics);
        CompilationUnit unit = builder.Build(file);
        if (SyntaxTree.FindTooDeep(unit) is { } node)
        {
            Location start = source.At(node.Location.Span.Start, 1);
            diagnostics.Report(new NestingTooDeep(start, "statements and operators", SyntaxTree.DeepestNesting));
            return null;
        }
        BodyRules.Check(unit, diagnostics);
        return unit;
    }

    /// <summary>The tokens of a text without errors, in order, without documentation and without an end.</summary>
    internal static IReadOnlyList<SourceToken> TokensOf(SourceText source)
    {
        CommonTokenStream tokens = Tokens.Read(source, new DiagnosticBag(), out _);
        var found = new List<SourceToken>();
        IToken? previous = null;
        foreach (IToken token in tokens.GetTokens().Where(t => t.Channel == TokenConstants.DefaultChannel && t.Type != TokenConstants.EOF))
        {
            found.Add(new SourceToken(Tokens.FormOf(token, previous), token.Text, token.LocationOf(source).Span));
            previous = token;
        }
        return found;
    }

    private static Diagnostic? FindUnreadable(SourceText source)
    {
        string text = source.Text;
        if (text.Length > LongestFile)
            return new FileIsTooLarge(source.At(0, 0), text.Length, LongestFile);
        int nul = text.IndexOf('\0');
        if (nul >= 0)
            return new FileIsNotText(source.At(nul, 1));
        return null;
    }

    /// <summary>The `///` lines directly before a token, without their slashes; null when there are none.</summary>
    private static string? DocumentationAt(CommonTokenStream tokens, int token)
    {
        IEnumerable<string>? lines = tokens
            .GetHiddenTokensToLeft(token)
            ?.Where(hidden => hidden.Type == DOC)
            .Select(line => line.Text.Substring("///".Length).Trim());
        string documentation = string.Join("\n", lines ?? []);
        return documentation.Length == 0 ? null : documentation;
    }

    internal static Location LocationOf(this ParserRuleContext context, SourceText source) =>
        context.Start.LocationOf(source).To((context.Stop ?? context.Start).LocationOf(source));

    internal static Location LocationOf(this IToken token, SourceText source) =>
        token.Type == TokenConstants.EOF
            ? source.At(source.Text.TrimEnd().Length, 0)
            : source.At(token.StartIndex, token.StopIndex - token.StartIndex + 1);

    /// <summary>The lexer's tokens, with those marked that continue an expression, and with a fact for each that is wrong in itself.</summary>
    private static class Tokens
    {
        private static readonly char[] lineEnds = ['\n', '\r'];

        public static CommonTokenStream Read(SourceText source, DiagnosticBag diagnostics, out Brackets brackets)
        {
            var lexer = new DnnLexer(new AntlrInputStream(source.Text));
            lexer.RemoveErrorListeners();
            var stream = new CommonTokenStream(lexer);
            stream.Fill();

            IList<IToken> tokens = stream.GetTokens();
            var kinds = new (TokenKind, TextSpan)[tokens.Count];
            IToken? previous = null;
            for (int i = 0; i < tokens.Count; i++)
            {
                IToken token = tokens[i];
                ReportMalformed(token, token.LocationOf(source), diagnostics);
                if (previous is { Type: INTEGER } && token.Text == "." && previous.StopIndex + 1 == token.StartIndex)
                    ReportOpenFraction((IWritableToken)token, previous.LocationOf(source).To(token.LocationOf(source)), diagnostics);
                if (token.Channel == TokenConstants.DefaultChannel)
                    MarkContinuation(source, token, previous);
                kinds[i] = (KindOf(token, previous), token.LocationOf(source).Span);
                if (token.Channel == TokenConstants.DefaultChannel)
                    previous = token;
            }
            brackets = new Brackets(source, kinds);
            stream.Seek(0);
            return stream;
        }

        /// <summary>`(` and `[` continue an expression on its own line only: `f(x)` calls, but a line that begins with `(` is new.</summary>
        private static void MarkContinuation(SourceText source, IToken token, IToken? previous)
        {
            if (previous is null || !EndsExpression(previous) || EndsLineBetween(source, previous, token))
                return;
            var writable = (IWritableToken)token;
            if (token.Text == "(")
                writable.Type = CALL;
            else if (token.Text == "[")
                writable.Type = INDEX;
        }

        // ANTLR counts the lines of \n only.
        private static bool EndsLineBetween(SourceText source, IToken previous, IToken token) =>
            source.Text.IndexOfAny(lineEnds, previous.StopIndex + 1, token.StartIndex - previous.StopIndex - 1) >= 0;

        /// <summary>What a token is to those who only look at tokens.</summary>
        public static TokenForm FormOf(IToken token, IToken? previous) =>
            token.Type switch
            {
                NAME => TokenForm.Name,
                ELEMENT_TYPE => TokenForm.ElementType,
                INTEGER => TokenForm.Integer,
                FLOAT => TokenForm.Float,
                STRING => TokenForm.Text,
                CALL or INDEX => TokenForm.Continuation,
                _ when token.Text == "-" && (previous is null || !EndsExpression(previous)) => TokenForm.Sign,
                _ when char.IsLetter(token.Text[0]) => TokenForm.Word,
                _ => TokenForm.Symbol,
            };

        private static bool EndsExpression(IToken token) =>
            token.Type is NAME or ELEMENT_TYPE or INTEGER or FLOAT or STRING || token.Text is ")" or "]" or "by" or "true" or "false";

        private static void ReportMalformed(IToken token, Location place, DiagnosticBag diagnostics)
        {
            var writable = (IWritableToken)token;
            switch (token.Type)
            {
                case MALFORMED_NUMBER:
                    diagnostics.Report(new MalformedNumber(place, token.Text));
                    writable.Type = FLOAT;
                    break;
                case UNCLOSED_STRING:
                    diagnostics.Report(new UnclosedString(place));
                    writable.Type = STRING;
                    break;
                case UNKNOWN:
                    diagnostics.Report(new UnknownCharacter(place, token.Text));
                    // What the reader would have left out anyway.
                    if (token.Text == ";")
                        writable.Channel = TokenConstants.HiddenChannel;
                    break;
            }
        }

        /// <summary>`1.` would otherwise ask for a member of 1.</summary>
        private static void ReportOpenFraction(IWritableToken point, Location place, DiagnosticBag diagnostics)
        {
            diagnostics.Report(new MalformedNumber(place, place.Text));
            point.Channel = TokenConstants.HiddenChannel;
        }

        private static TokenKind KindOf(IToken token, IToken? previous) =>
            token.Type switch
            {
                NAME or ELEMENT_TYPE or INTEGER or FLOAT or DOC or UNKNOWN => TokenKind.Operand,
                CALL or INDEX => TokenKind.Open,
                _ => token.Text switch
                {
                    "(" or "[" or "{" => TokenKind.Open,
                    ")" or "]" or "}" => TokenKind.Close,
                    "." or "true" or "false" => TokenKind.Operand,
                    "not" => TokenKind.Not,
                    "-" when previous is null || !EndsExpression(previous) => TokenKind.Minus,
                    "+" or "-" or "*" or "/" or "%" or "==" or "!=" or "<" or "<=" or ">" or ">=" => TokenKind.Arithmetic,
                    _ => TokenKind.Separator,
                },
            };
    }

    /// <summary>Reports the first failure of a stretch of tokens and goes on at the next statement.</summary>
    private sealed class Recovery(SourceText source, Brackets brackets, DiagnosticBag diagnostics) : DefaultErrorStrategy
    {
        private static readonly string[] topLevelStarts = ["model", "block", "fn", "import"];

        private static readonly string[] statementStarts =
        [
            "let",
            "var",
            "if",
            "for",
            "while",
            "return",
            "exit",
            "break",
            "continue",
            "with",
            "layer",
            "param",
            "state",
            "elastic",
            "fn",
        ];

        private static readonly string[] assignments = ["=", "+=", "-=", "*=", "/=", "%="];

        // Words of the language that are also what one calls a value.
        private static readonly string[] temptingNames =
        [
            "layer",
            "block",
            "model",
            "state",
            "param",
            "elastic",
            "from",
            "limit",
            "import",
        ];

        private readonly List<int> loopStates = [];
        private int loopToken = -1;
        private int reportedToken = -1;

        /// <summary>The statements and declarations that did not parse.</summary>
        public HashSet<object> Broken { get; } = [];

        /// <summary>Loops leave unexpected tokens to what follows them, except in bodies, which go on after them.</summary>
        public override void Sync(Antlr4.Runtime.Parser recognizer)
        {
            IToken token = recognizer.CurrentToken;
            if (token.TokenIndex != loopToken)
            {
                loopToken = token.TokenIndex;
                loopStates.Clear();
            }
            loopStates.Add(recognizer.State);

            bool isBody = recognizer.Context is BodyContext && recognizer.Context.ChildCount > 0;
            bool isFile = recognizer.Context is CompilationUnitContext;
            if (!isBody && !isFile)
                return;
            if (token.Type == TokenConstants.EOF || (isBody ? EndsBody(token) || BeginsStatement(token) : IsWord(token, topLevelStarts)))
                return;
            ReportOnce(recognizer, token, isInLookahead: false);
            if (isBody)
                SkipToStatement(recognizer, stopAtBody: false, stopAtNames: true);
            else
                SkipWhile(recognizer, skipped => !IsWord(skipped, topLevelStarts));
        }

        public override void ReportError(Antlr4.Runtime.Parser recognizer, RecognitionException e) =>
            ReportOnce(recognizer, e.OffendingToken, e is NoViableAltException fork && fork.StartToken != fork.OffendingToken);

        public override void Recover(Antlr4.Runtime.Parser recognizer, RecognitionException e)
        {
            MarkBroken(recognizer.Context);
            bool isDeclaration = IsDeclaration(OwnerOf(recognizer.Context));
            // A word that begins statements is none where something else must stand: `let state = 3`, `let a = if c …`.
            IToken token = recognizer.CurrentToken;
            bool isOnSameLine = token.TokenIndex > 0 && recognizer.TokenStream.LT(-1)?.Line == token.Line;
            bool isReported = token.TokenIndex == reportedToken;
            if (isReported && isOnSameLine && (IsWord(token, statementStarts) || IsWord(token, topLevelStarts)))
                recognizer.Consume();
            SkipToStatement(recognizer, stopAtBody: HasBody(recognizer.Context), stopAtNames: !isDeclaration);
        }

        /// <summary>After a failure in a header the parser goes on with its body, as if the header were complete.</summary>
        public override IToken RecoverInline(Antlr4.Runtime.Parser recognizer)
        {
            var failure = new InputMismatchException(recognizer);
            if (!HasBody(recognizer.Context))
                throw failure;
            ReportError(recognizer, failure);
            Recover(recognizer, failure);
            if (recognizer.CurrentToken.Text != "{")
                throw failure;
            if (recognizer.Context is not BodyContext)
                return GetMissingSymbol(recognizer);

            IToken open = recognizer.CurrentToken;
            ReportMatch(recognizer);
            recognizer.Consume();
            return open;
        }

        private void ReportOnce(Antlr4.Runtime.Parser recognizer, IToken token, bool isInLookahead)
        {
            if (InErrorRecoveryMode(recognizer))
                return;
            BeginErrorCondition(recognizer);
            reportedToken = token.TokenIndex;
            HashSet<string> expected = isInLookahead ? [] : ExpectedAt(recognizer, token);
            diagnostics.Report(Describe(recognizer, token, expected));
            if (diagnostics.Omitted > 0)
                throw new ParseCanceledException();
        }

        private Diagnostic Describe(Antlr4.Runtime.Parser recognizer, IToken token, HashSet<string> expected)
        {
            Location place = token.LocationOf(source);
            string? found = token.Type == TokenConstants.EOF ? null : token.Text;
            IToken? before = token.TokenIndex > 0 ? recognizer.TokenStream.LT(-1) : null;
            bool isOnSameLine = before?.Line == token.Line;
            bool isWord = found is not null && Keywords.Reserved.Contains(found);
            bool wantsName = expected.Contains("NAME") && !expected.Contains("let");
            bool wantsValue = expected.Contains("INTEGER");
            if (isWord && isOnSameLine && wantsName && (!wantsValue || temptingNames.Contains(found)))
                return new ReservedWordAsName(place, found!);

            if (found == "=" && IsInCondition(recognizer, token))
                return new AssignmentInCondition(place);

            if (recognizer.Context is AssignmentContext or PlaceContext && expected.Contains("=") && !expected.Contains("]"))
                return DescribeStatement(recognizer, token, isOnSameLine);

            if (token.Type == NAME && IsFileLevel(recognizer))
                return new UnknownStatement(place, found!, [.. topLevelStarts]);

            if (brackets.ClosesNothing(token.TokenIndex) && brackets.InnermostAt(token.TokenIndex) is null)
                return new UnmatchedClosingBracket(place, found!);

            if (brackets.InnermostAt(token.TokenIndex) is { } opener)
            {
                Location open = OpenerAt(recognizer, opener);
                bool canClose = expected.Contains(Brackets.Closing(open.Text));
                bool isBody = open.Text == "{";
                bool cannotBelong =
                    found is null
                    || IsWord(token, topLevelStarts)
                    || (!isBody && (isWord || !isOnSameLine || found is "}" or ")" or "]" or "{"));
                if (canClose && cannotBelong)
                    return new UnclosedBracket(place, open, Brackets.Closing(open.Text), found);
                if (found is ")" or "]" && isBody && brackets.ClosesNothing(token.TokenIndex))
                    return new UnmatchedClosingBracket(place, found);
            }
            return new UnexpectedToken(place, Expectation.Words(expected), found);
        }

        /// <summary>A name begins an assignment; when none follows, it is a value without use, or a word that we do not know.</summary>
        private Diagnostic DescribeStatement(Antlr4.Runtime.Parser recognizer, IToken token, bool isOnSameLine)
        {
            RuleContext statement = OwnerOf(recognizer.Context) ?? recognizer.Context;
            IToken first = ((ParserRuleContext)statement).Start;
            if (token.Type is NAME or INTEGER or FLOAT or STRING && isOnSameLine)
                return new UnknownStatement(first.LocationOf(source), first.Text, [.. statementStarts]);

            IToken last = recognizer.TokenStream.LT(-1);
            for (int i = token.TokenIndex; i < recognizer.TokenStream.Size; i++)
            {
                IToken next = recognizer.TokenStream.Get(i);
                if (next.Line != first.Line || next.Type == TokenConstants.EOF || next.Text == "}")
                    break;
                if (IsWord(next, assignments))
                    return new NotAssignable(first.LocationOf(source).To(last.LocationOf(source)));
                last = next;
            }
            return new ValueWithoutUse(first.LocationOf(source).To(last.LocationOf(source)));
        }

        /// <summary>What could stand at a token, also for the loops that were just left because of it.</summary>
        private HashSet<string> ExpectedAt(Antlr4.Runtime.Parser recognizer, IToken token)
        {
            IntervalSet expected = new(recognizer.GetExpectedTokens());
            if (loopToken == token.TokenIndex)
            {
                foreach (int state in loopStates)
                    expected.AddAll(recognizer.Atn.NextTokens(recognizer.Atn.states[state]));
            }
            expected.Remove(TokenConstants.EPSILON);
            return [.. expected.ToList().Select(type => NameOf(recognizer.Vocabulary, type))];
        }

        private static string NameOf(IVocabulary vocabulary, int type) =>
            vocabulary.GetLiteralName(type) is { } literal ? literal.Substring(1, literal.Length - 2) : vocabulary.GetSymbolicName(type);

        private static bool IsFileLevel(Antlr4.Runtime.Parser recognizer) => recognizer.Context is CompilationUnitContext;

        private static bool IsInCondition(Antlr4.Runtime.Parser recognizer, IToken token)
        {
            for (int i = token.TokenIndex - 1; i >= 0; i--)
            {
                IToken earlier = recognizer.TokenStream.Get(i);
                if (earlier.Line != token.Line || earlier.Text is "{" or "=")
                    return false;
                if (earlier.Text is "if" or "while" or "when")
                    return true;
            }
            return false;
        }

        private Location OpenerAt(Antlr4.Runtime.Parser recognizer, int token) => recognizer.TokenStream.Get(token).LocationOf(source);

        private void MarkBroken(RuleContext? context)
        {
            while (context is not null and not StatementContext && context.Parent is not CompilationUnitContext)
                context = context.Parent;
            if (context is not null)
                Broken.Add(context);
        }

        /// <summary>The statement or declaration whose own text a rule is part of.</summary>
        private static RuleContext? OwnerOf(RuleContext? context)
        {
            while (context is not null && context.Parent is not StatementContext and not CompilationUnitContext)
                context = context.Parent;
            return context;
        }

        /// <summary>Whether a rule is part of a header, with a body to come.</summary>
        private static bool HasBody(RuleContext context)
        {
            if (context is BodyContext { ChildCount: > 0 })
                return false;
            RuleContext? owner = OwnerOf(context);
            return IsDeclaration(owner)
                || owner is IfStatementContext or WhileStatementContext or ForStatementContext or WithStatementContext;
        }

        private static bool IsDeclaration(RuleContext? owner) =>
            owner is ModelDeclarationContext or BlockDeclarationContext or FunctionDeclarationContext;

        private static void SkipToStatement(Antlr4.Runtime.Parser recognizer, bool stopAtBody, bool stopAtNames)
        {
            int depth = 0;
            SkipWhile(
                recognizer,
                token =>
                {
                    IToken? before = token.TokenIndex > 0 ? recognizer.TokenStream.LT(-1) : null;
                    bool isNewLine = before?.Line != token.Line;
                    if (EndsBody(token) && token.Text != "}" && (isNewLine || before?.Text == "}"))
                        return false;
                    if (depth == 0)
                    {
                        bool begins = IsWord(token, statementStarts) || (stopAtNames && isNewLine && BeginsStatement(token));
                        if (begins || token.Text == "}" || (stopAtBody && token.Text == "{"))
                            return false;
                    }
                    if (token.Text == "{")
                        depth++;
                    else if (token.Text == "}")
                        depth--;
                    return true;
                }
            );
        }

        private static void SkipWhile(Antlr4.Runtime.Parser recognizer, Func<IToken, bool> isSkipped)
        {
            while (recognizer.CurrentToken.Type != TokenConstants.EOF && isSkipped(recognizer.CurrentToken))
                recognizer.Consume();
        }

        private static bool EndsBody(IToken token) => token.Text == "}" || (IsWord(token, topLevelStarts) && token.Text != "fn");

        private static bool BeginsStatement(IToken token) =>
            token.Type == NAME || token.Text is "by" or "(" && token.Type != CALL || IsWord(token, statementStarts);

        private static bool IsWord(IToken token, string[] words) => token.Type != NAME && words.Contains(token.Text);
    }
}
