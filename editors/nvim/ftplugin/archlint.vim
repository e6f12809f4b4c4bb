if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1
setlocal commentstring=//\ %s comments=:// expandtab shiftwidth=2 softtabstop=2
setlocal iskeyword+=-
command! -buffer -nargs=* ArchlintPreview call luaeval('require("archlint").preview(_A)', [<f-args>])
