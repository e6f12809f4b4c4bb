" Colours of archlint designs where no language server gives them.
if exists('b:current_syntax')
  finish
endif

syntax match archlintNumber /\<\d[0-9_.]*\%(e[+-]\?\d\+\)\?[A-Za-z가-힣%\/]*/
syntax match archlintProperty /\<\k\+\ze\s*[=＝:]>\@!/
syntax match archlintType /^\s*\zs\k\+\ze\s\+\k\+\s*\%("\|{\|$\|\/\/\|#\)/
syntax match archlintKeyword /^\s*\zs\%(design\|traffic\|slo\|operations\|flow\|scenario\|expect\|accept\|forbid\|let\|default\|include\|change\|move\|remove\|policy\|attributes\|require\|allow\|limit\|note\|good\|bad\)\>\ze\%(\s*\%(->\|\~>\|=>\|=\|,\||\|\.\)\)\@!/
syntax keyword archlintClause as-is to-be partial complete extends because until into
syntax match archlintOperator /->\|\~>\|=>\|>=\|<=\|==\|!=\|[=|<>+*×÷]/
syntax region archlintString start=/"/ skip=/\\./ end=/"/ oneline
syntax region archlintString start=/"""/ end=/"""/
syntax match archlintComment /\/\/.*$/
syntax match archlintComment /#.*$/
syntax region archlintComment start=/\/\*/ end=/\*\//

highlight default link archlintNumber Number
highlight default link archlintProperty Identifier
highlight default link archlintType Type
highlight default link archlintKeyword Keyword
highlight default link archlintClause Keyword
highlight default link archlintOperator Operator
highlight default link archlintString String
highlight default link archlintComment Comment

let b:current_syntax = 'archlint'
