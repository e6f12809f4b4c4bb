autocmd BufRead,BufNewFile *.arch setfiletype archlint
