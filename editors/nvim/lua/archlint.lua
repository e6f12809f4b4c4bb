-- For Neovim 0.7 to 0.10: require("archlint").setup().
local M = {}

--- Starts the language server for designs and Markdown files; buffers of one project share it.
--- options.cmd: the program, { "archlint", "lsp" } by default; options.init_options: its settings.
function M.setup(options)
  options = options or {}
  local clients = {}

  local function attach(args)
    local file = vim.api.nvim_buf_get_name(args.buf)
    if file == "" then
      return
    end
    local marks = vim.fs and vim.fs.find({ "archlint.toml", ".git" }, { path = file, upward = true }) or {}
    local root = marks[1] and vim.fn.fnamemodify(marks[1], ":h") or vim.fn.fnamemodify(file, ":p:h")
    local id = clients[root]
    if not id or not vim.lsp.get_client_by_id(id) then
      id = vim.lsp.start_client({
        name = "archlint",
        cmd = options.cmd or { "archlint", "lsp" },
        root_dir = root,
        init_options = options.init_options,
        on_attach = options.on_attach,
      })
      clients[root] = id
    end
    if id then
      vim.lsp.buf_attach_client(args.buf, id)
    end
  end

  vim.api.nvim_create_autocmd("FileType", { pattern = { "archlint", "markdown" }, callback = attach })
end

--- Shows the design of the current buffer in the browser, as its file is saved; a double click on the
--- page comes back to its line. `arguments` go to `archlint serve`. Returns the number of the job.
function M.preview(arguments)
  local editor = ("%s --server %s --remote-send <Esc>:e<Space>+{line}<Space>{file}<CR>"):format(vim.v.progpath, vim.v.servername)
  local command = { "archlint", "serve", vim.api.nvim_buf_get_name(0), "--open", "--editor", editor }
  vim.list_extend(command, arguments or {})
  return vim.fn.jobstart(command, {
    on_stdout = function(_, lines)
      vim.g.archlint_preview = lines[1] ~= "" and lines[1] or vim.g.archlint_preview
    end,
    on_stderr = function(_, lines)
      local told = table.concat(lines, "\n")
      if told:find("%S") then
        vim.notify(told, vim.log.levels.WARN)
      end
    end,
  })
end

return M
