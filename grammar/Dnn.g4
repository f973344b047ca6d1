/**
 * The .dnn language: models of dynamic neural networks. This is the formal reference; README.md beside it says what the
 * words mean that are not in it, which words are reserved, and how to generate the parser.
 *
 * Line ends mean nothing, with one exception: `(` or `[` continues an expression only on the line where the expression
 * stands. So
 *
 *     let g = f
 *     (h, c) = step(h, c)
 *
 * are two statements. The parser reads a `(` or `[` that follows, on the same line, a token that can end an expression as
 * CALL or INDEX (the lexer alone never makes these two); a plain '(' or '[' never continues an expression. With that, one
 * token of lookahead decides nearly everywhere, and two decide everywhere.
 */
grammar Dnn;

tokens { CALL, INDEX }

// ---- A file

compilationUnit
    : (importDeclaration | functionDeclaration | blockDeclaration | modelDeclaration)* EOF
    ;

importDeclaration
    : 'import' STRING
    ;

modelDeclaration
    : 'model' name parameters '->' results body
    ;

// With two lists, the first has the compile-time parameters (int, float, bool), the second the inputs.
blockDeclaration
    : 'block' name parameters parameters? '->' results body
    ;

functionDeclaration
    : 'fn' name parameters '->' results body
    ;

parameters
    : ('(' | CALL) (parameter (',' parameter)* ','?)? ')'
    ;

parameter
    : name ':' type ('=' expression)?
    ;

results
    : type
    | ('(' | CALL) result (',' result)* ','? ')'
    ;

result
    : (name ':')? type
    ;

// ---- Types

// A name is accepted here so that int, float and misspelt types get an error that says more than "expected f32, f16, …".
type
    : (ELEMENT_TYPE | NAME) (('[' | INDEX) dimension (',' dimension)* ','? ']')?
    ;

// `T <= 512` is a size with a bound: the comparison's two sides.
dimension
    : expression
    ;

// ---- Bodies

// Declarations stand only at the top level of a model's, block's or helper's body.
body
    : '{' statement* '}'
    ;

statement
    : layerDeclaration
    | paramDeclaration
    | stateDeclaration
    | elasticDeclaration
    | functionDeclaration
    | letStatement
    | varStatement
    | assignment
    | ifStatement
    | whileStatement
    | forStatement
    | breakStatement
    | continueStatement
    | returnStatement
    | exitStatement
    | withStatement
    ;

layerDeclaration
    : 'layer' name (('[' | INDEX) expression ']')* '=' name ('(' | CALL) arguments ')' origin?
    ;

paramDeclaration
    : 'param' name ':' type origin?
    ;

// Where the weights are in the file, when not under the layer's own path.
origin
    : 'from' STRING
    ;

stateDeclaration
    : 'state' name ':' type '=' expression
    ;

elasticDeclaration
    : 'elastic' name 'in' ('[' expression (',' expression)* ','? ']' | range)
    ;

letStatement
    : 'let' targets '=' expression
    ;

varStatement
    : 'var' targets '=' expression
    ;

// `_` takes a value and drops it.
targets
    : name
    | '(' name (',' name)* ')'
    ;

assignment
    : (place | '(' place (',' place)* ')') updating=('=' | '+=' | '-=' | '*=' | '/=' | '%=') expression
    ;

place
    : name (INDEX index (',' index)* ','? ']')?
    ;

ifStatement
    : 'if' expression body ('else' 'if' expression body)* ('else' body)?
    ;

whileStatement
    : 'while' expression limit? body
    ;

forStatement
    : 'for' name 'in' range limit? body
    ;

limit
    : 'limit' expression
    ;

range
    : expression dots=('..' | '..=') expression
    ;

breakStatement
    : 'break'
    ;

continueStatement
    : 'continue'
    ;

returnStatement
    : 'return' values
    ;

exitStatement
    : 'exit' (name ':')? values ('when' expression)?
    ;

// Several values stand in parentheses: an expression that is `(a, b)` as a whole.
values
    : expression
    ;

withStatement
    : 'with' name '=' expression body
    ;

// ---- Expressions, from the tightest binding to the loosest; operators of one line bind equally and group to the left.

expression
    : expression '.' name                                          # member
    | expression CALL arguments ')'                                # call
    | expression INDEX index (',' index)* ','? ']'                 # element
    | '-' expression                                               # negation
    | expression operator=('*' | '/' | '%') expression             # binary
    | expression operator=('+' | '-') expression                   # binary
    | expression operator=('==' | '!=' | '<' | '<=' | '>' | '>=') expression # binary
    | 'not' expression                                             # complement
    | expression operator='and' expression                         # binary
    | expression operator='or' expression                          # binary
    | expression '|>' expression                                   # pipe
    | name                                                         # reference
    | ELEMENT_TYPE                                                 # elementType
    | INTEGER                                                      # integer
    | FLOAT                                                        # float
    | ('true' | 'false')                                           # boolean
    | '[' expression (',' expression)* ','? ']'                    # list
    | '(' expression (',' expression)* ')'                         # parentheses
    ;

// `f32[2, 3]` is read as an element of f32 and is a type. Comparisons do not chain: `0 < x < 1` is an error.

arguments
    : (argument (',' argument)* ','?)?
    ;

argument
    : (name ':')? (sparsity | expression)
    ;

// Of every 4 inputs 2 stay: `2:4`. With `by 16`, 16 outputs share the pattern.
sparsity
    : INTEGER ':' INTEGER ('by' INTEGER)?
    ;

// `i`, `a..b`, `a..=b`, `a..`, `..b`, `..`
index
    : start=expression (dots=('..' | '..=') end=expression?)?
    | dots=('..' | '..=') end=expression?
    ;

// `by` is a word only in a sparsity.
name
    : NAME
    | 'by'
    ;

// ---- Tokens

ELEMENT_TYPE : 'f32' | 'f16' | 'bf16' | 'i8' | 'u8' | 'i32' | 'i64' | 'bool' ;

// `@layer` is the name `layer`, although the word is reserved.
NAME : '@'? LETTER (LETTER | DIGIT)* ;

INTEGER : DIGIT+ ;

FLOAT
    : DIGIT+ '.' DIGIT+ EXPONENT?
    | DIGIT+ EXPONENT
    ;

STRING : '"' ~["\r\n]* '"' ;

// `///` documents the declaration that follows; `////…` is a line drawn across the page.
RULER   : '////' ~[\r\n]* -> skip ;
DOC     : '///' ~[\r\n]*  -> channel(HIDDEN) ;
COMMENT : '//' ~[\r\n]*   -> skip ;
SPACE   : [ \t\r\n\uFEFF]+ -> skip ;

// What is wrong in itself becomes a token too, so that the error names all of it.
MALFORMED_NUMBER
    : DIGIT+ LETTER (LETTER | DIGIT)*
    | DIGIT+ '.' DIGIT+ LETTER (LETTER | DIGIT)*
    | '.' DIGIT+ (LETTER | DIGIT)*
    ;

UNCLOSED_STRING : '"' ~["\r\n]* ;

UNKNOWN
    : '&&' | '||' | '/*' | '**'
    | ~[ -~\t\r\n]+
    | .
    ;

fragment LETTER   : [A-Za-z_] ;
fragment DIGIT    : [0-9] ;
fragment EXPONENT : [eE] [+-]? DIGIT+ ;
