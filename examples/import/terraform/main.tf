provider "aws" {
  region = "ap-northeast-2"
}

data "aws_availability_zones" "here" {}

resource "aws_vpc" "shop" {
  cidr_block = "10.20.0.0/16"
}

resource "aws_subnet" "public" {
  count             = 2
  vpc_id            = aws_vpc.shop.id
  cidr_block        = cidrsubnet(aws_vpc.shop.cidr_block, 8, count.index)
  availability_zone = data.aws_availability_zones.here.names[count.index]
}

resource "aws_security_group" "web" {
  vpc_id = aws_vpc.shop.id
}

resource "aws_security_group" "db" {
  vpc_id = aws_vpc.shop.id

  ingress {
    from_port       = 3306
    to_port         = 3306
    protocol        = "tcp"
    security_groups = [aws_security_group.web.id]
  }
}

resource "aws_lb" "front" {
  load_balancer_type = "application"
  subnets            = aws_subnet.public[*].id
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.front.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.api.arn
  }
}

resource "aws_lb_target_group" "api" {
  port     = 8080
  protocol = "HTTP"
  vpc_id   = aws_vpc.shop.id
}

resource "aws_launch_template" "api" {
  image_id               = var.image
  instance_type          = "t3.medium"
  vpc_security_group_ids = [aws_security_group.web.id]
}

resource "aws_autoscaling_group" "api" {
  min_size            = 1
  max_size            = 4
  vpc_zone_identifier = aws_subnet.public[*].id
  target_group_arns   = [aws_lb_target_group.api.arn]

  launch_template {
    id = aws_launch_template.api.id
  }
}

resource "aws_db_instance" "orders" {
  engine                 = "mysql"
  engine_version         = "8.0"
  instance_class         = "db.t3.medium"
  allocated_storage      = 100
  username               = "shop"
  password               = var.db_password
  multi_az               = var.production
  vpc_security_group_ids = [aws_security_group.db.id]
}

resource "aws_s3_bucket" "photos" {
  bucket = "shop-photos"
}

resource "aws_cloudfront_distribution" "edge" {
  enabled = true

  origin {
    origin_id   = "photos"
    domain_name = aws_s3_bucket.photos.bucket_regional_domain_name
  }

  origin {
    origin_id   = "front"
    domain_name = aws_lb.front.dns_name
  }
}
