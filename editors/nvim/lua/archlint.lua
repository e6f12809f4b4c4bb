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

--- The client of the current buffer, where it can open pages and places by itself (Neovim from 0.8 on).
local function opener()
  if vim.lsp.handlers["window/showDocument"] then
    for _, client in pairs((vim.lsp.get_clients or vim.lsp.get_active_clients)({ bufnr = 0 })) do
      if client.name == "archlint" then
        return client
      end
    end
  end
end

--- Shows the design of the current buffer in the browser; a double click on the page comes back to its
--- line. The language server shows the text as it is typed. Without one, or with `arguments` for it,
--- `archlint serve` shows the file as it is saved, and the number of that job is returned.
function M.preview(arguments)
  local client = not (arguments and arguments[1]) and opener()
  if client then
    local asked = { command = "archlint.preview", arguments = { { uri = vim.uri_from_bufnr(0) } } }
    vim.lsp.buf_request(0, "workspace/executeCommand", asked, function(failed, told)
      if failed then
        vim.notify(failed.message, vim.log.levels.WARN)
      else
        vim.g.archlint_preview = told.address
      end
    end)
    return
  end
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
