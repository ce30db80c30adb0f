#ifndef FEEDLOOM_XML_SILENCE_H
#define FEEDLOOM_XML_SILENCE_H

/*
 * Makes libxml2 say nothing on standard error: what it has to say comes as
 * values, and twice is once too often.  To be called at the start, and where
 * another listener ends.
 */
void xml_silence(void);

#endif
