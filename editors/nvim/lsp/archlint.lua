-- For Neovim 0.11 and later: vim.lsp.enable("archlint").
return {
  cmd = { "archlint", "lsp" },
  filetypes = { "archlint", "markdown" },
  root_markers = { "archlint.toml", ".git" },
}
