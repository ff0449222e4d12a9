-- In which language the person last read our pages: that of the mails that nobody asked for. Null until they have.
alter table person
    add column language text;
