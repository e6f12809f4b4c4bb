-- What tests/neovim/run.sh has Neovim do.
local function check(holds, what)
  if not holds then
    error(what .. ": not so", 2)
  end
end

--- The first client of the buffer, once it is there.
local function client()
  local found
  local come = vim.wait(10000, function()
    for _, it in pairs(vim.lsp.buf_get_clients(0)) do
      found = it
    end
    return found ~= nil and found.initialized
  end)
  check(come, "the server is attached")
  return found
end

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 10000)
  for _, answer in pairs(answers or {}) do
    check(not answer.err, method .. " " .. vim.inspect(answer.err))
    return answer.result
  end
  error(method .. " is not answered")
end

local function findings(of)
  local found = {}
  vim.wait(10000, function()
    found = vim.tbl_filter(function(it)
      return it.message:find(of, 1, true)
    end, vim.diagnostic.get(0))
    return #found > 0
  end)
  check(#found == 1, of .. " is found")
  return found[1]
end

--- The characters that a finding stands under, by bytes, as Neovim draws them.
local function under(finding)
  local line = vim.api.nvim_buf_get_lines(0, finding.lnum, finding.lnum + 1, true)[1]
  return line:sub(finding.col + 1, finding.end_col)
end

local function at(line, word)
  local text = vim.api.nvim_buf_get_lines(0, line - 1, line, true)[1]
  vim.api.nvim_win_set_cursor(0, { line, assert(text:find(word, 1, true)) - 1 })
end

local function session()
  check(vim.bo.filetype == "archlint", "the type of the file is known")
  check(vim.b.current_syntax == "archlint", "there are colours")
  local server = client()
  local encoding = server.offset_encoding or "utf-16"

  -- A finding behind an emoji stands under its word.
  local unknown = findings("replica")
  check(under(unknown) == "replica", "the finding stands under its word, not " .. under(unknown))

  at(4, "주문")
  local card = ask("textDocument/hover", vim.lsp.util.make_position_params(0, encoding))
  check(card.contents.value:find("🚀", 1, true), "the card tells the label")

  at(4, "replica")
  local params = vim.lsp.util.make_range_params(0, encoding)
  params.context = { diagnostics = {} }
  local fixes = vim.tbl_filter(function(it)
    return it.kind == "quickfix" and it.title:find("replicas", 1, true)
  end, ask("textDocument/codeAction", params))
  check(#fixes == 1, "there is a fix")
  local fix = fixes[1].edit and fixes[1] or ask("codeAction/resolve", fixes[1])
  vim.lsp.util.apply_workspace_edit(fix.edit, encoding)
  check(vim.api.nvim_buf_get_lines(0, 3, 4, true)[1]:find("{ replicas = 2 }", 1, true), "the fix is made")
  vim.cmd("write")

  -- With that, the other file is judged, too.
  vim.cmd("edit stores.arch")
  client()
  local lost = findings("백업이 없습니다")
  check(under(lost):find("backup", 1, true), "the finding stands under its words, not " .. under(lost))

  -- Renamed in both files.
  at(1, "주문저장소")
  params = vim.lsp.util.make_position_params(0, encoding)
  params.newName = "주문db"
  vim.lsp.util.apply_workspace_edit(ask("textDocument/rename", params), encoding)
  vim.cmd("wall")

  vim.cmd("edit shop.arch")
  vim.api.nvim_buf_set_lines(0, 3, 4, true, { 'spring   주문 "주문 🚀 API"   {replicas=2}' })
  local edits = ask("textDocument/formatting", { textDocument = vim.lsp.util.make_text_document_params(), options = { tabSize = 2, insertSpaces = true } })
  vim.lsp.util.apply_text_edits(edits, 0, encoding)
  vim.cmd("wall")

  -- The page beside it.
  vim.cmd("ArchlintPreview --port 0")
  check(vim.wait(10000, function()
    return (vim.g.archlint_preview or ""):find("^http://127.0.0.1:%d+/%x+")
  end), "the page has an address, not " .. tostring(vim.g.archlint_preview))

  -- The same of the server, where Neovim could open it: with what is typed, saved or not.
  vim.g.archlint_preview = nil
  vim.lsp.handlers["window/showDocument"] = vim.lsp.handlers["window/showDocument"] or function() end
  vim.api.nvim_buf_set_lines(0, -1, -1, true, { "nginx 새문" })
  vim.cmd("ArchlintPreview")
  check(vim.wait(10000, function()
    return (vim.g.archlint_preview or ""):find("^http://127.0.0.1:%d+/%x+")
  end), "the server's page has an address, not " .. tostring(vim.g.archlint_preview))
  vim.cmd("edit!")
  vim.lsp.stop_client(vim.lsp.get_active_clients())
  check(vim.wait(10000, function()
    return #vim.lsp.get_active_clients() == 0
  end), "the server ends")
end

vim.cmd("cd " .. vim.fn.expand("%:p:h"))
local fine, why = xpcall(session, debug.traceback)
if fine then
  print("neovim " .. tostring(vim.version().major) .. "." .. vim.version().minor .. ": attached, found, fixed, renamed, formatted\n")
  vim.cmd("qall!")
else
  print(why .. "\n")
  vim.cmd("cquit 1")
end
