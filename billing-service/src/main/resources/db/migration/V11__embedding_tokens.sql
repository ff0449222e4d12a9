-- What was asked for, so that the tokens of embeddings can be told apart: they are prompt tokens all. Null for generations
-- of before, and for those of which no router told.
alter table generation
    add column endpoint text;

alter table usage_day
    add column embedding_tokens bigint not null default 0;
