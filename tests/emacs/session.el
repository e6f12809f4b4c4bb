;; What tests/emacs/run.sh has Emacs do: the set-up of docs/editors.md, then a session with eglot.
(require 'eglot)
(require 'flymake)

(with-temp-buffer
  (insert-file-contents (getenv "ARCHLINT_EDITORS"))
  (search-forward "```elisp\n")
  (let ((start (point)))
    (search-forward "```")
    (eval-region start (match-beginning 0))))

(defun wait-for (what holds)
  (let ((end (+ (float-time) 40)))
    (while (and (not (funcall holds)) (< (float-time) end))
      (accept-process-output nil 0.1))
    (check what (funcall holds))))

(defun check (what holds)
  (unless holds
    (message "%s: not so" what)
    (kill-emacs 1)))

(defun ask (method params)
  (jsonrpc-request (eglot--current-server-or-lose) method params))

(setq eglot-sync-connect 20)
(find-file (car command-line-args-left))
(check "the type of the file is known" (eq major-mode 'archlint-mode))
;; Without a screen no command is carried out, after which eglot would start by itself.
(apply #'eglot (eglot--guess-contact))
(flymake-mode 1)
(flymake-start)
(wait-for "there are findings" #'flymake-diagnostics)
(let ((under (mapcar (lambda (it) (buffer-substring (flymake-diagnostic-beg it) (flymake-diagnostic-end it)))
                     (flymake-diagnostics))))
  (check "a finding behind an emoji stands under its word" (member "replica" under)))

(goto-char (point-min))
(search-forward "spring 주문")
(backward-char 1)
(check "there is a card"
       (equal "markdown"
              (plist-get (plist-get (ask :textDocument/hover (eglot--TextDocumentPositionParams)) :contents) :kind)))
(goto-char (point-min))
(search-forward "주문저장소")
(backward-char 1)
(eglot-rename "주문db")
(eglot-format-buffer)
(save-buffer)
(message "emacs %s: attached, found, renamed, formatted" emacs-version)
