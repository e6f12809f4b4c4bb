variable "image" {
  description = "The machine image of the API servers."
  type        = string
}

variable "db_password" {
  type      = string
  sensitive = true
}

variable "production" {
  type    = bool
  default = false
}
